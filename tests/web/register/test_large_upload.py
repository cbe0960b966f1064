"""What is far too large is read no further."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests.builders_files import PDF
from tests.builders_powers import CAMPAIGN, OWN

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-files", "G-hostile")]


def _send(client: Client, size: int) -> tuple[int, str]:
    file = SimpleUploadedFile("扫描件.pdf", PDF + bytes(size))
    response = client.post("/desk/register/uploads/send", {"unit": OWN, "campaign": CAMPAIGN, "file": file})
    return response.status_code, response.content.decode()


@pytest.mark.parametrize(
    ("size", "words"),
    [(1_100_000, "文件超过 1 MB"), (3_000_000, "没有收到文件：没有选，或者太大")],
)
def test_send__too_large(client: Client, settings: Settings, size: int, words: str) -> None:
    settings.MOST_UPLOAD = 1_000_000

    status, page = _send(client, size)

    assert status == 422 and words in page


def test_send__fifty_megabytes(client: Client) -> None:
    status, page = _send(client, 50_000_000)

    assert status == 422 and "文件超过 50 MB" in page
