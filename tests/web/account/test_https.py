"""Behind a proxy that speaks TLS: cookies are for TLS alone, and the proxy's word on the address is trusted once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ASKED = (
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS",
    "ALLAUTH_TRUSTED_PROXY_COUNT",
    "DEMO",
)
PROGRAM = f"import json; from qingdan.config import settings as s; print(json.dumps([getattr(s, n) for n in {ASKED}]))"


@pytest.mark.parametrize(
    ("https", "found"), [("1", [True, True, 31_536_000, 1, False]), ("0", [False, False, 0, 0, False])]
)
def test_settings__behind_tls(tmp_path: Path, https: str, found: list[object]) -> None:
    place = {"QINGDAN_HOME": str(tmp_path), "QINGDAN_HTTPS": https, "QINGDAN_DEMO": ""}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env={**os.environ, **place}, check=True, capture_output=True
    )
    assert json.loads(done.stdout) == found
