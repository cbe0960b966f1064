"""A check of new passwords whose words Django does not bring in Chinese."""

from django.contrib.auth.password_validation import MinimumLengthValidator

from qingdan.data.wording import wording


class LongEnough(MinimumLengthValidator):
    """The least length. Django 5.2 looks for a sentence that its Chinese catalogue has not, and says it in English."""

    def get_error_message(self) -> str:
        """What is said of one that is too short."""
        words: str = wording()["account.password_short"]["message"]
        return words.format(least=self.min_length)
