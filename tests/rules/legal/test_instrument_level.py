"""What level a title and a document number tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.legal_basis import InstrumentLevel as L
from qingdan.rules.vocabulary.instrument_level import Issuer, level_of, read_level

pytestmark = pytest.mark.requirement("C03")

CERTAIN = [
    ("中华人民共和国灯笼法", "", L.LAW),
    ("灯笼法", "", L.LAW),
    ("灯笼法典", "", L.LAW),
    ("灯笼规定", "主席令第七十三号", L.LAW),
    ("灯笼规定", "中华人民共和国主席令第九号", L.LAW),
    ("中华人民共和国灯笼条例", "", L.ADMINISTRATIVE_REGULATION),
    ("灯笼管理办法", "国务院令第999号", L.ADMINISTRATIVE_REGULATION),
    ("国务院对确需保留的灯笼审批设定许可的决定", "国务院令第998号", L.STATE_COUNCIL_DECISION),
    ("灯笼审批项目设定行政许可", "国务院令第412号", L.STATE_COUNCIL_DECISION),
    ("灯笼管理办法", "灯笼部令第60号", L.DEPARTMENT_RULE),
    ("灯笼管理办法", "国家灯笼管理总局令2015年第3号", L.DEPARTMENT_RULE),
    ("灯笼管理办法", "国家灯笼委员会令第3号", L.DEPARTMENT_RULE),
    ("江西省灯笼条例", "", L.LOCAL_REGULATION),
    ("江西省灯笼办法", "江西省人民代表大会常务委员会公告", L.LOCAL_REGULATION),
    ("上海市灯笼条例", "", L.LOCAL_REGULATION),
    ("临江市灯笼条例", "", L.CITY_REGULATION),
    ("灯笼条例", "临江市人民代表大会常务委员会公告第3号", L.CITY_REGULATION),
    ("灯笼决定", "全国人民代表大会常务委员会公告", L.LAW),
    ("江西省灯笼办法", "江西省人民政府令第100号", L.PROVINCIAL_RULE),
    ("灯笼办法", "广西壮族自治区人民政府令第2号", L.PROVINCIAL_RULE),
    ("灯笼办法", "上海市人民政府令第2号", L.PROVINCIAL_RULE),
    ("临江市灯笼办法", "临江市人民政府令第2号", L.CITY_RULE),
    ("关于灯笼案件的规定", "法释〔2019〕19号", L.JUDICIAL_INTERPRETATION),
    ("临江市灯笼局关于印发〈灯笼办法〉的通知", "", L.NORMATIVE_DOCUMENT),
    ("江西省人民政府关于灯笼的意见（试行）", "", L.NORMATIVE_DOCUMENT),
    ("灯笼办法", "临灯发〔2013〕41号", L.NORMATIVE_DOCUMENT),
    ("", "赣府厅发〔2016〕33号", L.NORMATIVE_DOCUMENT),
    ("", "灯部发（1994）503号", L.NORMATIVE_DOCUMENT),
    ("临江市灯笼局职能配置、内设机构和人员编制规定", "临办字〔2019〕66号", L.MANDATE),
    ("临江市灯笼局主要职责内设机构和人员编制规定", "", L.MANDATE),
    ("中华人民共和国宪法", "", L.CONSTITUTION),
]
UNCERTAIN = [
    ("灯笼管理条例", "", L.ADMINISTRATIVE_REGULATION),
    ("灯笼管理办法", "", L.DEPARTMENT_RULE),
    ("江西省灯笼管理办法", "", L.PROVINCIAL_RULE),
    ("临江市灯笼管理办法", "", L.NORMATIVE_DOCUMENT),
    ("江西省实施〈中华人民共和国灯笼法〉办法", "", L.LOCAL_REGULATION),
    ("临江市实施〈中华人民共和国灯笼法〉办法", "", L.CITY_REGULATION),
    ("国务院关于取消灯笼审批的决定", "国发〔2010〕21号", L.STATE_COUNCIL_DECISION),
    ("国务院关于取消灯笼审批的决定", "", L.STATE_COUNCIL_DECISION),
    ("全国人民代表大会常务委员会关于灯笼的决定", "", L.LAW),
    ("中华人民共和国灯笼条例实施细则", "", L.ADMINISTRATIVE_REGULATION),
    ("灯笼", "", L.UNKNOWN),
    ("灯笼", "第60号", L.UNKNOWN),
    ("", "", L.UNKNOWN),
]


@pytest.mark.parametrize(("title", "number", "level"), CERTAIN)
def test_level__told_without_doubt(title: str, number: str, level: L) -> None:
    reading = read_level(title, number)

    assert (reading.level, reading.certain) == (level, True)


@pytest.mark.parametrize(("title", "number", "level"), UNCERTAIN)
def test_level__told_with_doubt(title: str, number: str, level: L) -> None:
    reading = read_level(title, number)

    assert (reading.level, reading.certain) == (level, False)


@pytest.mark.parametrize(
    ("title", "number", "issuer", "place"),
    [
        ("江西省灯笼条例", "", Issuer.PROVINCE, "江西省"),
        ("江西省临江市灯笼条例", "", Issuer.LOCAL, "江西省临江市"),
        ("袁州区人民政府关于灯笼的通知", "", Issuer.LOCAL, "袁州区"),
        ("国家灯笼局关于灯笼的通知", "", Issuer.CENTRAL, ""),
        ("财政部关于灯笼的通知", "", Issuer.CENTRAL, ""),
        ("", "国办发〔2013〕1号", Issuer.CENTRAL, ""),
        ("", "赣府发〔2013〕1号", Issuer.PROVINCE, ""),
        ("", "宜灯字〔2013〕1号", Issuer.UNKNOWN, ""),
        ("城市灯笼条例", "", Issuer.UNKNOWN, ""),
        ("灯笼市场条例", "", Issuer.UNKNOWN, ""),
    ],
)
def test_issuer__told_by_place_or_number(title: str, number: str, issuer: Issuer, place: str) -> None:
    reading = read_level(title, number)

    assert (reading.issuer, reading.place) == (issuer, place)


def test_level_of__library_goes_before_the_title(make_basis) -> None:
    known = make_basis("江西省灯笼办法", level=L.LOCAL_REGULATION, level_certain=True)
    unknown = make_basis("灯笼办法", edition="灯笼部令第3号，2010年施行")

    assert (level_of(known).level, level_of(known).certain, level_of(known).place) == (
        L.LOCAL_REGULATION,
        True,
        "江西省",
    )
    assert level_of(unknown).level is L.DEPARTMENT_RULE


@given(st.text(max_size=60), st.text(max_size=30))
def test_level__any_text_is_read(title: str, number: str) -> None:
    reading = read_level(title, number)

    assert reading.level in L
    assert title.replace("中华人民共和国", "") or not reading.certain or number
