"""采用建议 on the page of an item."""

from django.http import HttpResponse
from django.urls import reverse

from qingdan.powers.queries.items import FIELDS
from qingdan.powers.services.suggestions import adopt_correction
from qingdan.web.desk.register.item import WRITTEN_BY, item, version_in
from qingdan.web.desk.register.item_form import typed_bases
from qingdan.web.shared.request import DeskRequest, act, done


@act(*WRITTEN_BY, on=item)
def adopt(request: DeskRequest, number: str) -> HttpResponse:
    """Keeps the form with its bases set right as the finding says whose button was pressed."""
    form = request.POST
    place, _, key = form.get("finding", "").partition(" ")
    adopt_correction(
        number=number,
        version=version_in(form.get("version", "")),
        finding=version_in(place),
        key=key,
        values={name: form[name] for name in FIELDS if name in form},
        bases=[one for one in typed_bases(form) if not one.is_empty],
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:item", args=[number]), said="suggestion_adopted")
