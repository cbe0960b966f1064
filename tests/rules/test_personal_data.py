"""Numbers that name a person are seen in a text, an office's telephone and our own codes are not."""

import pytest

from qingdan.rules.personal_data import PersonalData, personal_data_in

ID, MOBILE, CARD, TOLD = PersonalData


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("身份证11010519491231002X。", (ID,)),
        ("110105 19491231 002x", (ID,)),
        ("１１０１０５１９４９１２３１００２Ｘ", (ID,)),
        ("打13800138000", (MOBILE,)),
        ("打 +86 138-0013-8000", (MOBILE,)),
        ("卡号 6222 0212 3456 7890 128", (CARD,)),
        ("卡号 6222 0212 3456 7890 129", ()),
        ("卡号 4111 1111 1111 1111", (CARD,)),
        ("沈灯明说的", (TOLD,)),
        ("电话 0795-3274327", ()),
        ("编号 360900-260601-0001", ()),
        ("事项 36090000102000100", ()),
        ("2026年6月1日，罚款 20000 元", ()),
        ("", ()),
    ],
)
def test_personal_data__is_found(text: str, found: tuple[PersonalData, ...]) -> None:
    assert personal_data_in(text, told=("沈灯明", "")) == found
