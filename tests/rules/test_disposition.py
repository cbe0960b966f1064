import pytest

from qingdan.rules.power_item import Disposition
from qingdan.rules.vocabulary.disposition import read_disposition


@pytest.mark.requirement("R-023")
@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("保留", Disposition.RETAIN),
        ("拟保留\n", Disposition.RETAIN),
        ("建议取消", Disposition.ABOLISH),
        ("下放县级", Disposition.DEVOLVE),
        ("转移给行业协会", Disposition.TRANSFER),
        ("整合", Disposition.CONSOLIDATE),
        ("与第3项合并", Disposition.CONSOLIDATE),
        ("提请省级调整", Disposition.REFER_UP),
        ("提请省级取消", Disposition.REFER_UP),
        ("不宜下放，保留", Disposition.RETAIN),
        ("保留或取消", None),
        ("不再保留", None),
        ("", None),
        ("待定", None),
    ],
)
def test_disposition__as_departments_write_it(printed: str, expected: Disposition | None) -> None:
    assert read_disposition(printed) is expected
