"""The interface for departments' own systems under /api/v1/docking/, described by its openapi.json (OpenAPI 3.1).

Every request is signed (`qingdan.rules.signed_request`) by a system in use; it sees and does what its level and its
unit allow. Requests that write bear an Idempotency-Key.
"""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern
from ninja import NinjaAPI, Path
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security.base import AuthBase
from pydantic import Field

from qingdan.base.files.queries import CONTENT_TYPES, path_of
from qingdan.base.refusal import Missing, Refused, Stale, refusal, refuse_if
from qingdan.base.transactions import reading
from qingdan.data.wording import message_of
from qingdan.docking.queries.cases import MOST, case_content, material_file, read_case, waiting_cases
from qingdan.docking.services.answering import partner_actor, take_answer
from qingdan.docking.services.handling import (
    ResultSaid,
    Returned,
    StepSaid,
    account_of,
    acknowledge,
    fetch_case,
    return_result,
    return_step,
)
from qingdan.docking.services.receiving import Asked, Conflict, take_request
from qingdan.docking.services.signed import Caller, NotSigned, signed_by
from qingdan.rules.docking import DockingLevel
from qingdan.rules.json_object import json_object
from qingdan.rules.problem import Problem
from qingdan.rules.signed_request import Signable, Way
from qingdan.web.api import docking_shapes as shapes
from qingdan.web.api.docking_description import SIGNING, described_whole
from qingdan.web.api.interface import Plain

LONGEST_BODY = 262_144
Number = Annotated[str, Path(pattern=r"^[0-9A-Z-]{8,30}$", max_length=30)]
Code = Annotated[str, Path(pattern=r"^[0-9a-f]{24}$", max_length=24)]
FAULTS = dict.fromkeys((400, 401, 404, 405, 409, 413, 422), shapes.DockingFault)
Act = Callable[[], Mapping[str, Any]]
_Answer = TypeVar("_Answer", bound=HttpResponseBase)


class Signed(AuthBase):
    """Who signed the request; nobody else gets further."""

    openapi_type = "apiKey"
    openapi_in = "header"
    openapi_name = "Qingdan-Signature"

    def __call__(self, request: HttpRequest) -> Caller:
        """The system. Raises NotSigned, HttpError: too long."""
        body, heads = _body(request), request.headers
        said = Signable(
            way=Way.FROM_PARTNER, method=request.method or "", path=request.get_full_path(),
            time=heads.get("Qingdan-Time", ""), nonce=heads.get("Qingdan-Nonce", ""), body=body,
        )  # fmt: skip
        return signed_by(
            account=heads.get("Qingdan-Partner", ""), said=said, given=heads.get("Qingdan-Signature", ""),
            at=request.at,  # type: ignore[attr-defined]
        )  # fmt: skip


api = NinjaAPI(
    title="清单对接接口",
    version="1",
    description=SIGNING,
    openapi_url=None,
    docs_url=None,
    auth=Signed(),
    renderer=Plain(),
    urls_namespace="docking",
)


@api.exception_handler(NotSigned)
def not_signed(request: HttpRequest, error: NotSigned) -> HttpResponse:
    """Nobody we know."""
    return _fault(request, 401, message_of(refusal(f"docking.{error.key}")))


@api.exception_handler(Missing)
@api.exception_handler(Http404)
def not_there(request: HttpRequest, _error: Exception) -> HttpResponse:
    """Not there, or another unit's: the answer is the same."""
    return _fault(request, 404, message_of(refusal("docking.not_there")))


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Which places of the request are not as described."""
    places = sorted({".".join(str(one) for one in found["loc"][-2:])[:80] for found in error.errors})
    detail = message_of(refusal("docking.wrong_shape", places="、".join(places[:20])))
    return _fault(request, 422, detail)


@api.exception_handler(HttpError)
def not_read(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON, or too long."""
    known = error.status_code == 413
    detail = error.message if known else message_of(refusal("docking.no_json"))
    return _fault(request, error.status_code, detail)


@api.exception_handler(Conflict)
def used_key(request: HttpRequest, _error: Conflict) -> HttpResponse:
    """The key was used for another request."""
    return _fault(request, 409, message_of(refusal("docking.key_used")))


@api.exception_handler(Stale)
def was_quicker(request: HttpRequest, error: Stale) -> HttpResponse:
    """Somebody else changed the case: which version it has now."""
    return _fault(request, 409, message_of(refusal("docking.stale")), version=error.version)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Every reason, beside its field."""
    return _fault(request, 422, "；".join(map(message_of, error.problems)), error.problems)


@api.get("/cases", response={200: shapes.CasesShape} | FAULTS, url_name="cases", summary="等着办的件")
def cases(
    request: HttpRequest,
    after: Annotated[str, Field(pattern=r"^[0-9A-Z-]{0,30}$")] = "",
    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST,
) -> HttpResponse:
    """本单位正在审查、有承办人环节要办的件，并联的分支也在内；L3 以上。"""
    partner = _partner(request, receives=True)
    account = account_of(partner)
    with reading(account):
        found = waiting_cases(account, after=after, limit=limit)
    behind = found[-1]["number"] if len(found) == limit else None
    return _sent(request, {"cases": found, "next": behind})


@api.get("/cases/{number}", response={200: shapes.CaseShape} | FAULTS, url_name="case", summary="一件的内容")
def case(request: HttpRequest, number: Number) -> HttpResponse:
    """申请人、申请表、材料、等着办的环节；取过就记下，之后这些内容不算重复录入。"""
    partner = _partner(request, receives=True)
    account = account_of(partner)
    found = fetch_case(partner=partner, number=number, by=account, at=_at(request))
    with reading(account):
        return _sent(request, case_content(found))


@api.get(
    "/cases/{number}/materials/{place}",
    response={200: bytes} | FAULTS,
    url_name="material",
    summary="一份材料的文件",
)
def material(
    request: HttpRequest, number: Number, place: Annotated[int, Path(ge=0, le=999)]
) -> HttpResponseBase:
    """文件原样；它的 SHA-256 在件的内容里。"""
    account = account_of(_partner(request, receives=True))
    with reading(account):
        file = material_file(account, number, place).file
    assert file
    response = FileResponse(
        path_of(file).open("rb"), content_type=CONTENT_TYPES.get(file.kind, "application/octet-stream")
    )
    return _guarded(response)


@api.post(
    "/cases/{number}/acknowledgement",
    response={200: shapes.Noted} | FAULTS,
    url_name="acknowledgement",
    summary="收到一件",
)
def acknowledgement(request: HttpRequest, number: Number, said: shapes.Acknowledgement) -> HttpResponse:
    """告诉平台业务系统已经收到，用什么编号；L3 以上。"""
    partner = _partner(request)
    by = account_of(partner)

    def act() -> Mapping[str, Any]:
        acknowledge(partner=partner, number=number, remote=said.remote, by=by, at=_at(request))
        return {"recorded": number}

    return _once(request, partner, act)


@api.post(
    "/cases/{number}/steps/{step}",
    response={200: shapes.Measured} | FAULTS,
    url_name="step",
    summary="办完一个环节",
)
def step(
    request: HttpRequest, number: Number, step: Annotated[int, Path(ge=1, le=9_999)], said: shapes.StepReturn
) -> HttpResponse:
    """和承办人在工作台上办这个环节一样：同样的条件，同样的后果；L3 以上。"""
    partner = _partner(request)
    done = StepSaid(
        version=said.version, step=step, opinion=said.opinion, exit=said.exit, visitors=tuple(said.visitors),
        occurred_on=said.occurred_on,
    )  # fmt: skip
    by = account_of(partner)

    def act() -> Mapping[str, Any]:
        found = return_step(
            partner=partner, number=number, said=done, returned=_returned(said), by=by, at=_at(request)
        )
        now = read_case(by, number).version
        return {"number": number, "version": now, "typed_twice": found.letters}

    return _once(request, partner, act)


@api.post(
    "/cases/{number}/result",
    response={200: shapes.Measured} | FAULTS,
    url_name="result",
    summary="报告决定",
)
def result(request: HttpRequest, number: Number, said: shapes.ResultReturn) -> HttpResponse:
    """在业务系统里作出的决定，由写明的那个人在工作台上确认（L4），或者由人照着办（L2、L3）。"""
    partner = _partner(request)
    told = ResultSaid(
        granted=said.granted, facts=said.facts, decided_by=said.decided_by, reasons=said.reasons,
        conditions=said.conditions, clauses=said.clauses,
    )  # fmt: skip
    by = account_of(partner)

    def act() -> Mapping[str, Any]:
        found = return_result(
            partner=partner, number=number, said=told, returned=_returned(said), by=by, at=_at(request)
        )
        now = read_case(by, number).version
        return {"number": number, "version": now, "typed_twice": found.letters}

    return _once(request, partner, act)


@api.post(
    "/dispatches/{code}/answer",
    response={200: shapes.Noted} | FAULTS,
    url_name="answer",
    summary="答复推送",
)
def answer(request: HttpRequest, code: Code, said: shapes.AnswerReturn) -> HttpResponse:
    """对平台推送（code）的答复；以第一次签名的为准。"""
    partner = _partner(request)

    def act() -> Mapping[str, Any]:
        by = partner_actor(partner)
        take_answer(partner=partner, code=code, content=said.content, by=by, at=_at(request))
        return {"recorded": code}

    return _once(request, partner, act)


@api.api_operation(
    ["GET", "HEAD"], "/openapi.json", auth=None, include_in_schema=False, url_name="description"
)
def described(request: HttpRequest) -> HttpResponse:
    """What this interface is, as OpenAPI 3.1."""
    found: OpenAPISchema = api.get_openapi_schema()
    return _sent(request, described_whole(found))


def _body(request: HttpRequest) -> bytes:
    """What was sent. Raises HttpError: longer than is taken here, or than the server reads at all."""
    try:
        body: bytes | None = request.body
    except RequestDataTooBig:
        body = None
    if body is None or len(body) > LONGEST_BODY:
        raise HttpError(413, message_of(refusal("docking.body_too_long", most=LONGEST_BODY)))
    return body


def _partner(request: HttpRequest, *, receives: bool = False) -> Caller:
    partner: Caller = request.auth  # type: ignore[attr-defined]
    lacks = receives and not DockingLevel(partner.level).receives
    refuse_if(refusal("docking.level_lacks", level=partner.level) if lacks else None)
    return partner


def _at(request: HttpRequest) -> Any:
    return request.at  # type: ignore[attr-defined]


def _returned(said: shapes.StepReturn | shapes.ResultReturn) -> Returned:
    return Returned(officer=said.officer, remote=said.remote, form=said.form, typed=said.typed)


def _once(request: HttpRequest, partner: Caller, act: Act) -> HttpResponse:
    body = json_object(request.body)
    if body is None:
        raise HttpError(400, "")
    asked = Asked(key=request.headers.get("Idempotency-Key", ""), path=request.path, body=body)
    by = partner_actor(partner)
    return _sent(request, take_request(partner=partner, asked=asked, act=act, by=by, at=_at(request)))


def _sent(_request: HttpRequest, facts: Mapping[str, Any]) -> HttpResponse:
    text = json.dumps(facts, ensure_ascii=False).encode()
    return _guarded(HttpResponse(text, content_type="application/json; charset=utf-8"))


def _guarded(response: _Answer) -> _Answer:
    """Kept by nobody, shown as nothing."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _fault(
    request: HttpRequest,
    status: int,
    detail: str,
    problems: tuple[Problem, ...] = (),
    *,
    version: int | None = None,
) -> HttpResponse:
    told = [{"field": one.where.field, "key": one.key, "message": message_of(one)} for one in problems]
    body = {"detail": detail, "problems": told, "version": version}
    return _guarded(api.create_response(request, body, status=status))


def _in_words(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A method that an address does not take is refused in the shape of the interface: the library does it in plain."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        allowed = sorted(response.headers["Allow"].split(", "))
        told = _fault(request, 405, message_of(refusal("docking.method", methods="、".join(allowed))))
        told.headers["Allow"] = ", ".join(allowed)
        return told

    return answered


def _urls() -> tuple[list[URLPattern], str, str]:
    found, app, namespace = api.urls
    patterns = [one for one in found if isinstance(one, URLPattern)]
    assert len(patterns) == len(found)
    for one in patterns:
        one.callback = _in_words(one.callback)
    return patterns, app, namespace


URLS = _urls()
"""Its addresses for the site's table."""
