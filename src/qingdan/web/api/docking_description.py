"""What the docking interface says of itself beside its shapes: how to sign, the headers, what is pushed to systems.

A developer writes a client from it alone; `tests/reference_client.py` is one.
"""

from collections.abc import Mapping
from typing import Any

from qingdan.rules.signed_request import HOLDS, Signable, Way, signature

SAMPLE = Signable(
    way=Way.FROM_PARTNER, method="GET", path="/api/v1/docking/cases?limit=20", time="1430000000",
    nonce="example-nonce-01", body=b"",
)  # fmt: skip
SAMPLE_KEY = "0123456789abcdef" * 4
SIGNING = f"""部门业务系统用它取件、回传环节和结果、答复推送。每个请求都要签名，读的也要。

**签名。** HMAC-SHA256。密钥是发给你们的 64 个十六进制字符，按 ASCII 原样作 HMAC 的键，不要先解码。
被签的是七行 UTF-8 文字，行与行之间一个换行符（LF，0x0A），最后一行后面没有换行：

1. `qingdan-hmac-sha256/1`
2. `from-partner`
3. 方法，大写：`GET`、`POST`
4. 路径和查询，照请求行写：从 `/api/v1/docking/` 起，有查询的带 `?` 和查询，不带主机
5. Qingdan-Time 的值
6. Qingdan-Nonce 的值
7. 正文原样字节的 SHA-256，64 个小写十六进制字符；没有正文的，是空串的 SHA-256

结果写成 64 个小写十六进制字符，放在 Qingdan-Signature。

**例。** 密钥 `{SAMPLE_KEY}`，`{SAMPLE.method} {SAMPLE.path}`，时间 `{SAMPLE.time}`，随机数 `{SAMPLE.nonce}`，没有正文：
签名是 `{signature(SAMPLE_KEY.encode(), SAMPLE)}`。

**不受理。** 缺请求头、签名不对、时间相差超过 {HOLDS} 秒、随机数用过的，答 401。本平台的答复不签名，靠 HTTPS。

**重发。** 没有收到答复的，用同一个 Idempotency-Key 和同样的正文再发，时间、随机数、签名换新的。
同键同文得同样的答复，不会办两次；同键异文答 409。被拒绝的（4xx）改好以后可以用原来的键。正文最长 256 KB。

**推送（L3 以上）。** 平台向你们登记的地址发 POST，见 webhooks；请求头和签名同上，第二行是 `to-partner`，
第四行是你们地址的路径。你们的答复也要签名：
第二行 `answer`，第三行 `POST ` 加状态码（如 `POST 200`），第四行、第六行用推送的路径和随机数，
第五行用你们自己的 Qingdan-Time，第七行是答复正文的 SHA-256；答复带 Qingdan-Time 和 Qingdan-Signature。
2xx 而且正文是 `{{"received": "推送的 code"}}` 才算送达；408、425、429、503 是请等一等；
签名的其他 4xx、正文是 JSON 的，是不收，不再发；理由写在 `{{"detail": "理由"}}`。其余的过后再发。"""


def _head(name: str, about: str, shape: str, example: str) -> dict[str, Any]:
    schema = {"type": "string", "pattern": shape}
    return {
        "name": name, "in": "header", "required": True, "description": about, "schema": schema, "example": example,
    }  # fmt: skip


SIGNED_HEADS = (
    _head("Qingdan-Partner", "系统账号：行政区划代码、横线、系统代号", r"^[0-9]{6,12}-.{1,30}$", "360900-lanterns"),
    _head("Qingdan-Time", "签名的时间：1970 年起的秒数，十进制，相差不超过 5 分钟", r"^[0-9]{1,12}$", SAMPLE.time),
    _head(
        "Qingdan-Nonce", "随机数，每个请求用新的：16 到 64 个字母、数字、下划线、横线",
        r"^[A-Za-z0-9_-]{16,64}$", SAMPLE.nonce,
    ),
    _head(
        "Qingdan-Signature", "签名：64 个小写十六进制字符，算法见接口说明", r"^[0-9a-f]{64}$",
        signature(SAMPLE_KEY.encode(), SAMPLE),
    ),
)  # fmt: skip
KEY_HEAD = _head(
    "Idempotency-Key", "一件事一个键，重发时用同一个：8 到 80 个字母、数字、点、冒号、下划线、横线",
    r"^[A-Za-z0-9._:-]{8,80}$", "step-2015-000123-3",
)  # fmt: skip
_PUSHED = {
    "type": "object",
    "required": ["code", "kind", "key", "content"],
    "properties": {
        "code": {"type": "string", "description": "推送的编号，也在 Idempotency-Key 里：同一个只办一次"},
        "kind": {
            "type": "string",
            "description": "case：有一件进入审查，content 是 case、event、path，到 path 取内容",
        },
        "key": {"type": "string", "description": "同一件事的标记"},
        "content": {"type": "object", "description": "各种推送各有约定"},
    },
}
_RECEIVED = {
    "type": "object",
    "required": ["received"],
    "properties": {
        "received": {"type": "string", "description": "推送的 code"},
        "answer": {
            "type": "object",
            "description": "能马上答复的，写在这里；也可以以后 POST 到 dispatches/{code}/answer",
        },
    },
}


def described_whole(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The document of the library with the headers of every request and what is pushed."""
    named = {one["name"]: one for one in (*SIGNED_HEADS, KEY_HEAD)}
    components = {**schema["components"], "parameters": named}
    paths = {
        path: {way: _with_heads(way, one) for way, one in ways.items()}
        for path, ways in schema["paths"].items()
    }
    return {**schema, "paths": paths, "components": components, "webhooks": {"push": {"post": _push()}}}


def _refs(writes: bool) -> list[dict[str, str]]:
    heads = (*SIGNED_HEADS, KEY_HEAD) if writes else SIGNED_HEADS
    return [{"$ref": f"#/components/parameters/{one['name']}"} for one in heads]


def _with_heads(way: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    return {**operation, "parameters": [*operation.get("parameters", []), *_refs(way == "post")]}


def _json(shape: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": shape}}


def _push() -> dict[str, Any]:
    return {
        "summary": "平台的推送", "parameters": _refs(writes=True),
        "requestBody": {"required": True, "content": _json(_PUSHED)},
        "responses": {"200": {"description": "收到了，签名见接口说明", "content": _json(_RECEIVED)}},
    }  # fmt: skip
