"""Names of files as people give them, made safe to keep, show and send back."""

import unicodedata

LONGEST = 120
_UNFIT = set('/\\:*?"<>|')


def safe_name(given: str, kind: str) -> str:
    """The name without folders, control and direction characters, at most 120 characters, ending in `.kind`.

    The ending follows the content, whatever the person's ending said.
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    stem = stem if dot and len(ending) <= 5 else last
    kept = "".join("_" if one in _UNFIT else one for one in _plain(stem)).strip(" .")
    return f"{kept[: LONGEST - len(kind) - 1].rstrip(' .') or '文件'}.{kind}"


def ending_of(given: str) -> str:
    """The ending of a name, in small letters, without the dot."""
    return _plain(given).rpartition(".")[2].lower() if "." in given else ""


def _plain(words: str) -> str:
    """Composed characters; every kind of white space is a space, what is not printed is left out."""
    spaced = " ".join(unicodedata.normalize("NFC", words).split())
    return "".join(one for one in spaced if unicodedata.category(one)[0] != "C")
