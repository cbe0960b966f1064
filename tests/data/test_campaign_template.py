"""The shipped template against the dates of the plan (lists.md §5.1)."""

from datetime import date

import pytest

from qingdan.data.campaigns import UnknownCampaign, load_campaign, load_parties
from qingdan.data.schemes import load_scheme
from qingdan.rules.campaign_template import CampaignTemplate, DeadlineKind, Owes
from qingdan.rules.power_item import Category
from qingdan.rules.role import Role

PHASES = [
    ("mobilisation", "2015-03-24", "2015-03-31"),
    ("self_check", "2015-04-01", "2015-04-15"),
    ("power_review", "2015-04-16", "2015-05-30"),
    ("power_tabling", "2015-06-01", "2015-06-15"),
    ("power_decision", "2015-06-16", "2015-06-30"),
    ("responsibility_drafting", "2015-07-01", "2015-07-15"),
    ("responsibility_review", "2015-07-16", "2015-08-31"),
    ("responsibility_tabling", "2015-09-01", "2015-09-15"),
    ("responsibility_decision", "2015-09-16", "2015-09-30"),
]
MARKS = {
    "power_list": ["2015-06-30"],
    "responsibility_list": ["2015-09-30"],
    "negative_list": [None],
    "convenience_services": ["2015-04-30", "2015-06-30"],
    "approval_system": ["2015-09-30", "2015-12-31", "2016-12-31"],
    "portal": ["2015-12-31", None],
}
LEADS = {
    "negative_list": ("development_office", "commerce_office", "services_office"),
    "convenience_services": ("service_centre", "informatisation"),
    "approval_system": ("service_centre", "informatisation"),
    "portal": ("informatisation", "service_centre"),
}


@pytest.fixture(scope="module")
def template() -> CampaignTemplate:
    return load_campaign()


@pytest.mark.requirement("R-042")
def test_phases__have_the_dates_of_the_plan(template: CampaignTemplate) -> None:
    found = [(one.code, str(one.starts_on), str(one.ends_on)) for one in template.phases]

    assert found == PHASES


@pytest.mark.requirement("R-012")
def test_streams__have_lead_partners_and_marks(template: CampaignTemplate) -> None:
    marks = {
        stream.code: [str(one.due_on) if one.due_on else None for one in stream.milestones]
        for stream in template.streams
    }

    assert marks == MARKS
    for code, (lead, *partners) in LEADS.items():
        assert (template.stream(code).lead, list(template.stream(code).partners)) == (lead, partners)


@pytest.mark.requirement("R-012")
def test_unclear_date__has_target_and_limit(template: CampaignTemplate) -> None:
    forms = template.stream("convenience_services").milestones[0]

    assert (forms.target_on, forms.due_on) == (date(2015, 4, 20), date(2015, 4, 30))


@pytest.mark.requirement("R-042")
def test_county__has_dates_of_its_own(template: CampaignTemplate) -> None:
    county = template.county
    assert county
    published = [county.obligation(f"{one}_published").due_on for one in
                 ("county_power_list", "county_responsibility_list")]  # fmt: skip

    assert published == [date(2015, 7, 31), date(2015, 10, 31)]
    assert [one.due_on for one in county.stream("approval_system").milestones] == [
        date(2016, 4, 30),
        date(2016, 6, 30),
        date(2016, 12, 31),
    ]


@pytest.mark.parametrize("which", ["city", "county"])
def test_template__is_closed_in_itself(template: CampaignTemplate, which: str) -> None:
    plan = template if which == "city" else template.county
    assert plan
    phases, documents = {one.code for one in plan.phases}, {one.code for one in template.documents}
    parties = {party for owed in plan.obligations for party in (*owed.offices, owed.receiver) if party}
    parties |= {party for stream in plan.streams for party in (stream.lead, *stream.partners)}
    sources = [one.source for one in (*plan.phases, *plan.obligations, *plan.gates, *plan.streams)]

    assert {one.phase for one in (*plan.obligations, *plan.gates)} <= phases
    assert parties <= load_parties().keys()
    assert {one.document for one in sources} <= documents
    assert all(one.section and one.requirements for one in sources)
    assert load_scheme(plan.scheme)


@pytest.mark.parametrize("which", ["city", "county"])
def test_fixed_dates__lie_in_their_phase(template: CampaignTemplate, which: str) -> None:
    plan = template if which == "city" else template.county
    assert plan
    fixed = [one for one in plan.obligations if one.kind is DeadlineKind.FIXED]
    outside = [
        one.code
        for one in fixed
        if not (one.due_on and plan.phase(one.phase).starts_on <= one.due_on <= plan.phase(one.phase).ends_on)
    ]

    assert fixed
    assert outside == []


def test_deadline_kinds__say_what_they_need(template: CampaignTemplate) -> None:
    for one in template.obligations:
        assert (one.due_on is not None) == (one.kind is DeadlineKind.FIXED)
        assert (one.working_days > 0) == (one.kind is DeadlineKind.WORKING_DAYS)
        assert bool(one.offices) == (one.owed_by is Owes.OFFICES)


def test_codes__are_given_once(template: CampaignTemplate) -> None:
    assert template.county
    for plan in (template, template.county):
        for group in (plan.phases, plan.obligations, plan.streams, plan.documents, plan.groups):
            codes = [one.code for one in group]
            assert len(codes) == len(set(codes))


@pytest.mark.requirement("R-002")
def test_governing_documents__name_the_four_above_the_plan(template: CampaignTemplate) -> None:
    numbers = {one.number for one in template.documents}

    assert numbers >= {"国发〔2014〕20号", "中发〔2013〕12号", "赣府发〔2015〕1号", "赣府厅字〔2015〕10号"}


@pytest.mark.requirement("R-122")
def test_contact_card__says_what_is_invented(template: CampaignTemplate) -> None:
    card = template.contact
    assert card

    assert {number for _, number in card.telephones} == {"3272005", "3274327"}
    assert card.invented == {"email", "chat_group", "person"}


@pytest.mark.requirement("R-124")
def test_attachments__are_labelled_as_reconstructed(template: CampaignTemplate) -> None:
    assert [(one.attachment, one.reconstructed) for one in template.forms] == [(n, True) for n in range(1, 5)]


@pytest.mark.requirement("R-092")
def test_groups__are_five(template: CampaignTemplate) -> None:
    assert [one.party for one in template.groups] == ["coordination_group", *["reviewer"] * 4]


@pytest.mark.requirement("R-097")
@pytest.mark.parametrize(
    ("category", "kind", "unit"),
    [
        (Category.PENALTY, "", "市政府法制办公室"),
        (Category.COMPULSION, "", "市政府法制办公室"),
        (Category.ADJUDICATION, "", "市政府法制办公室"),
        (Category.LEVY, "", "市财政局"),
        (Category.PAYMENT, "", "市财政局"),
        (Category.OTHER, "财政专项资金分配", "市财政局"),
        (Category.REWARD, "", "市人力资源和社会保障局"),
        (Category.CONFIRMATION, "", "市人力资源和社会保障局"),
        (Category.OTHER, "行政调解", "市机构编制委员会办公室"),
        (Category.OTHER, "行政监督检查", "市机构编制委员会办公室"),
        (Category.OTHER, "", "市机构编制委员会办公室"),
    ],
)
def test_routing__follows_the_table_of_the_plan(
    template: CampaignTemplate, category: Category, kind: str, unit: str
) -> None:
    assert load_scheme(template.scheme).reviewer_of(category, kind) == unit


def test_parties__include_every_role_of_an_account() -> None:
    assert {role.value for role in Role} <= load_parties().keys()


def test_unknown_template__is_named_with_the_known() -> None:
    with pytest.raises(UnknownCampaign) as caught:
        load_campaign("linjiang-1999")

    assert caught.value.known == ("yichun-2015",)
