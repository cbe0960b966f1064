"""What a published guide gives as files: blank forms, samples, its application form as JSON Schema."""

import json

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from qingdan.base.files.queries import path_of
from qingdan.guides.queries.content import fields_of
from qingdan.guides.queries.files import published_file
from qingdan.guides.queries.public import public_guide
from qingdan.rules.form_schema import json_schema
from qingdan.web.api.answers import opened, sent
from qingdan.web.portal.rendering import Asked
from qingdan.web.shared.downloads import attachment


@opened
def guide_file(_request: HttpRequest, _asked: Asked, code: str, file: str) -> HttpResponseBase:
    """A blank form or a sample that a published version names."""
    found = published_file(code, file)
    return attachment(path_of(found), name=found.name, kind=found.kind)


@opened
def guide_schema(request: HttpRequest, _asked: Asked, code: str, number: int) -> HttpResponseBase:
    """The application form of a version as JSON Schema: a version never changes."""
    content = public_guide(code, number).content
    schema = json_schema(fields_of(content), title=content["name"])
    body = json.dumps(schema, ensure_ascii=False, indent=2).encode()
    return sent(request, body, kind="json", name=f"{code}-{number}.schema.json")
