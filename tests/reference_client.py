"""A department's system in miniature: it knows the documented interface and nothing else of ours.

As a program it takes over every case that waits, does the steps that it can do by itself and returns them:
`python -m tests.reference_client BASE ACCOUNT SECRET OFFICER VISITOR...`. It prints a line of JSON for each return.
"""

import hashlib
import hmac
import http.client
import json
import secrets
import sys
import time
from typing import Any
from urllib.parse import urlsplit

ROOT = "/api/v1/docking"
PATIENCE, TRIES = 20, 5


def headers(
    account: str, secret: str, method: str, path: str, body: bytes, *, now: int, nonce: str = ""
) -> dict[str, str]:
    """The heads of a signed request, as the interface describes them."""
    nonce = nonce or secrets.token_urlsafe(18)
    lines = [
        "qingdan-hmac-sha256/1",
        "from-partner",
        method,
        path,
        str(now),
        nonce,
        hashlib.sha256(body).hexdigest(),
    ]
    signature = hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "Qingdan-Partner": account,
        "Qingdan-Time": str(now),
        "Qingdan-Nonce": nonce,
        "Qingdan-Signature": signature,
    }


class Client:
    """Signs and sends; what gets no answer is sent again with its key, signed anew."""

    def __init__(self, base: str, account: str, secret: str) -> None:
        self.base, self.account, self.secret = urlsplit(base), account, secret

    def ask(self, method: str, path: str, said: Any = None, key: str = "") -> tuple[int, bytes]:
        """Status and body of the answer."""
        body = b"" if said is None else json.dumps(said, ensure_ascii=False).encode()
        for tried in range(1, TRIES + 1):
            try:
                return self._send(method, path, body, key)
            except (OSError, http.client.HTTPException):
                if tried == TRIES:
                    raise
                time.sleep(0.2 * tried)
        raise AssertionError

    def read(self, path: str) -> Any:
        """The JSON at an address."""
        status, body = self.ask("GET", path)
        assert status == 200, (status, body)
        return json.loads(body)

    def write(self, path: str, said: Any, key: str) -> tuple[int, Any]:
        """Status and JSON of a request that writes."""
        status, body = self.ask("POST", path, said, key)
        return status, json.loads(body)

    def _send(self, method: str, path: str, body: bytes, key: str) -> tuple[int, bytes]:
        full = f"{ROOT}{path}"
        heads = headers(self.account, self.secret, method, full, body, now=int(time.time()))
        line = http.client.HTTPConnection(self.base.hostname or "", self.base.port, timeout=PATIENCE)
        try:
            line.request(method, full, body or None, heads | ({"Idempotency-Key": key} if key else {}))
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()


def handle(client: Client, number: str, officer: str, visitors: list[str]) -> None:
    """Takes a case over, reads its files, does its steps one after the other till none is left for an officer."""
    case = client.read(f"/cases/{number}")
    client.write(f"/cases/{number}/acknowledgement", {"remote": f"DX-{number}"}, f"ack-{number}")
    for material in case["materials"]:
        if material["file"]:
            _, body = client.ask("GET", f"/cases/{number}/materials/{material['place']}")
            assert hashlib.sha256(body).hexdigest() == material["sha256"]
    form = {one["name"]: one["answer"] for one in case["fields"]}
    while case["steps"]:
        step = case["steps"][0]
        said = {
            "version": case["version"],
            "officer": officer,
            "opinion": f"{step['name']}：已在业务系统办理",
            "exit": step["exits"][0] if step["exits"] else "",
            "visitors": visitors if step["visit"] else [],
            "remote": f"DX-{number}",
            "form": form,
        }
        key = f"step-{number}-{step['step']}-{case['version']}"
        status, told = client.write(f"/cases/{number}/steps/{step['step']}", said, key)
        print(
            json.dumps({"case": number, "step": step["step"], "status": status, **told}, ensure_ascii=False)
        )
        assert status == 200, told
        case = client.read(f"/cases/{number}")


def main(base: str, account: str, secret: str, officer: str, *visitors: str) -> None:
    """Everything that waits."""
    client = Client(base, account, secret)
    for case in client.read("/cases")["cases"]:
        handle(client, case["number"], officer, list(visitors))


if __name__ == "__main__":
    main(*sys.argv[1:])
