"""What the tax office has of an enterprise, and what it still asks at the first visit."""

from qingdan.data.registrations import tax_fields
from qingdan.registrations.models import Enterprise
from qingdan.rules.application_form import Field

TAX_BODIES = frozenset({"state_tax", "local_tax"})


def tax_answers(enterprise: Enterprise) -> dict[str, str]:
    """Answers to the fields of the tax office that are known already."""
    known = {**enterprise.answers, **enterprise.tax_profile}
    return {one.name: known[one.name] for one in tax_fields() if known.get(one.name)}


def tax_fields_asked(enterprise: Enterprise) -> tuple[Field, ...]:
    """The fields that are still to be filled in."""
    known = tax_answers(enterprise)
    return tuple(one for one in tax_fields() if one.name not in known)
