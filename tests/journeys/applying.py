"""What an applicant does in a browser, step by step; `look`: what is looked at on the way, by its name."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.builders_cases import ID_NUMBER, LAMP
from tests.builders_files import PDF

USERNAME, PASSWORD = "jiang_deng", "a lantern at night 7"
Looking = Callable[[Page, str], None]


def nothing(page: Page, name: str) -> None:
    """Looks at nothing."""


def sign_up(page: Page, look: Looking = nothing) -> None:
    """An account of 江小灯, and signing in with it."""
    page.goto("/register/")
    look(page, "register")
    for label, word in (
        ("姓名或者单位全称", "江小灯"), ("公民身份号码", ID_NUMBER), ("联系电话", "13800000000"),
        ("用户名", USERNAME), ("再输一次密码", PASSWORD),
    ):  # fmt: skip
        page.get_by_label(label).fill(word)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="注册").click()
    page.get_by_label("用户名").fill(USERNAME)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("我的办件")


def fill_in(page: Page, look: Looking = nothing) -> None:
    """A wrong number is told, and what was right stays."""
    page.goto(f"/apply/{LAMP}/")
    look(page, "who")
    page.get_by_role("button", name="下一步：填申请表").click()
    page.get_by_label("街道").fill("灯火路")
    page.get_by_label("盏数").fill("三盏")
    page.get_by_role("button", name="保存并到下一步").click()
    expect(page.get_by_role("alert")).to_contain_text("盏数要填数字")
    look(page, "form")
    page.get_by_label("盏数").fill("3")
    page.get_by_role("button", name="保存并到下一步").click()


def attach(page: Page, name: str) -> None:
    """A file for a material."""
    content = PDF + name.encode() + b"%%EOF"
    file = {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": content}
    page.get_by_label(f"{name}的文件").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name=re.compile(f"(交上|更换).*{name}")).click()
    expect(page.get_by_role("status")).to_contain_text("材料已经收下")


def check_and_sign(page: Page, look: Looking = nothing) -> tuple[str, str]:
    """From the materials to the receipt; number and query code."""
    look(page, "materials")
    page.get_by_role("button", name="下一步：预检").click()
    expect(page.get_by_role("status")).to_contain_text("预检通过")
    look(page, "check")
    page.get_by_role("link", name="下一步：核对签名").click()
    look(page, "sign")
    page.get_by_label("以上内容和材料真实").check()
    page.get_by_role("button", name="签名并提交").click()
    expect(page.get_by_role("status")).to_contain_text("最晚")
    number, code = page.locator("strong.num").all_text_contents()
    return number, code
