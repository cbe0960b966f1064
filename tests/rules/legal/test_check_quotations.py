"""C08, C09: do the words stand where the citation says, in the version in force."""

from datetime import date

import pytest

from qingdan.data.wording import render
from qingdan.rules.checks.quotations import in_force, quoted_correctly
from qingdan.rules.legal_basis import Verdict
from qingdan.rules.problem import Certainty

WORDS = "私挂灯笼的，责令限期内改正"
PAIR = (("责令限期内改正", "责令限期改正"),)


@pytest.mark.requirement("C08")
@pytest.mark.parametrize(
    ("verdict", "facts", "found"),
    [
        (Verdict.TEXT_FOUND, {}, []),
        (Verdict.ARTICLE_EXISTS, {}, []),
        (None, {}, []),
        (Verdict.TEXT_DIFFERS, {}, ["C08.text_differs warning"]),
        (Verdict.TEXT_DIFFERS, {"difference": PAIR}, ["C08.text_differs_from warning"]),
        (Verdict.TEXT_DIFFERS, {"difference": (("责令改", ""),)}, ["C08.text_differs_in warning"]),
        (Verdict.TEXT_ELSEWHERE, {"found_at": ("第九条",)}, ["C08.text_elsewhere warning"]),
        (Verdict.TEXT_ELSEWHERE, {"found_at": ("第九条", "第十条")}, ["C08.text_elsewhere_several warning"]),
        (Verdict.TEXT_OTHER, {}, ["C08.text_other warning"]),
        (Verdict.ARTICLE_MISSING, {}, ["C08.article_missing warning"]),
        (Verdict.INSTRUMENT_UNKNOWN, {}, ["C08.instrument_unknown hint"]),
        (Verdict.VERSION_UNKNOWN, {}, ["C08.version_unknown hint"]),
        (Verdict.INSTRUMENT_UNKNOWN, {"repealed": True}, []),
        (Verdict.VERSION_UNKNOWN, {"not_yet_in_force": True}, []),
    ],
)
def test_quotation__each_verdict(*, make_item, make_basis, run, verdict, facts, found) -> None:
    basis = make_basis(quoted=WORDS, verdict=verdict, version=date(2018, 12, 29), **facts)

    assert run(quoted_correctly, make_item(basis)) == found


@pytest.mark.requirement("C08")
def test_quotation__words_and_data_name_both_wordings(make_item, make_basis, context) -> None:
    basis = make_basis(
        quoted=WORDS,
        verdict=Verdict.TEXT_DIFFERS,
        difference=PAIR,
        version=date(2018, 12, 29),
        full_title="灯笼法",
    )

    [problem] = quoted_correctly(make_item(basis), context)

    assert render(problem).message == "《中华人民共和国灯笼法》第三条的“责令限期改正”抄成了“责令限期内改正”"
    assert problem.data == {
        "verdict": "text_differs",
        "title": "灯笼法",
        "article": 3,
        "version": "2018-12-29",
        "diff": [{"filed": "责令限期内改正", "law": "责令限期改正"}],
    }


@pytest.mark.requirement("C08")
def test_quotation__says_where_the_words_stand(make_item, make_basis, context) -> None:
    basis = make_basis(quoted=WORDS, verdict=Verdict.TEXT_ELSEWHERE, found_at=("第九条",), article=87)

    [problem] = quoted_correctly(make_item(basis), context)

    assert problem.data["found_at"] == ["第九条"]
    assert problem.data["version"] is None
    assert render(problem).action.startswith("把第八十七条改为第九条")


@pytest.mark.requirement("C08")
def test_quotation__hashes_alone_make_it_likely(make_item, make_basis, context) -> None:
    unsure = make_basis(quoted=WORDS, verdict=Verdict.TEXT_OTHER, certain=False)
    unknown = make_basis("彩灯法", verdict=Verdict.INSTRUMENT_UNKNOWN)

    problems = quoted_correctly(make_item(unsure, unknown), context)

    assert [problem.certainty for problem in problems] == [Certainty.LIKELY, Certainty.LIKELY]
    assert problems[1].params["on"] == "2022-01-01"


@pytest.mark.requirement("C08")
def test_quotation__leaves_of_one_quotation_make_one_finding(make_item, make_basis, run) -> None:
    def leaf(**given):
        return make_basis(**({"quoted": WORDS, "verdict": Verdict.TEXT_OTHER} | given))

    assert len(run(quoted_correctly, make_item(leaf(paragraph=1), leaf(paragraph=2)))) == 1
    assert len(run(quoted_correctly, make_item(leaf(), leaf(article=9)))) == 2
    assert len(run(quoted_correctly, make_item(leaf(), leaf(insert=1)))) == 2
    assert len(run(quoted_correctly, make_item(leaf(), leaf(quoted="别的文字")))) == 2
    unknown = [leaf(article=number, verdict=Verdict.INSTRUMENT_UNKNOWN) for number in (1, 2)]
    assert len(run(quoted_correctly, make_item(*unknown))) == 1


@pytest.mark.requirement("C09")
@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, []),
        ({"repealed": True}, ["C09.repealed warning"]),
        ({"repealed": True, "repealed_on": date(2020, 1, 1)}, ["C09.repealed_on warning"]),
        ({"repealed_on": date(2020, 1, 1)}, ["C09.repealed_on warning"]),
        ({"repealed_on": date(2020, 1, 1), "repeal_dated": False}, ["C09.repealed_about warning likely"]),
        ({"repealed": True, "repeal_dated": False}, ["C09.repealed warning"]),
        ({"not_yet_in_force": True}, ["C09.not_yet warning"]),
        ({"superseded_edition": "2009年修正", "version": date(2018, 12, 29)}, ["C09.superseded warning"]),
    ],
)
def test_force__ended_not_begun_or_superseded(*, make_item, make_basis, run, facts, found) -> None:
    basis = make_basis(**facts)

    assert run(in_force, make_item(basis, basis)) == found


@pytest.mark.requirement("C09")
def test_force__words_name_the_days(make_item, make_basis, context) -> None:
    repealed = make_basis("灯笼条例", repealed=True, repealed_on=date(2020, 1, 1))
    old = make_basis(superseded_edition="2009年修正", version=date(2018, 12, 29))

    messages = [render(problem).message for problem in in_force(make_item(repealed, old), context)]

    assert messages == [
        "《灯笼条例》已于2020年1月1日废止",
        "《中华人民共和国灯笼法》注明的是“2009年修正”，现行的是2018年12月29日的文本",
    ]
