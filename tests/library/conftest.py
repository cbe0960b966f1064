"""An invented law and a library made of it."""

from pathlib import Path

import pytest

from qingdan.library.importer import import_documents
from qingdan.library.library import Library, open_library
from qingdan.library.sources import read_path

LANTERNS_2012 = """# 临江市灯笼管理条例

2012年3月1日 临江市第三届人民代表大会常务委员会第九次会议通过

<!-- INFO END -->

## 第一章 总则

第一条 为了管好灯笼，根据《中华人民共和国灯火法》、《灯笼安全条例》，制定本条例。

第二条 挂灯笼应当向市灯火局登记。

第三条 本条例自2012年5月1日起施行。1998年1月1日发布的《临江市灯笼暂行规定》同时废止。
"""

LANTERNS_2019 = """# 临江市灯笼管理条例

2012年3月1日 临江市第三届人民代表大会常务委员会第九次会议通过

2019年6月20日 临江市第五届人民代表大会常务委员会第二次会议《关于修改〈临江市灯笼管理条例〉的决定》修正

<!-- INFO END -->

## 第一章 总则

第一条 为了管好灯笼，根据《中华人民共和国灯火法》、《灯笼安全条例》，制定本条例。

第二条 挂灯笼应当向市灯火局登记，登记不收费。

拆灯笼应当告知市灯火局。

## 第二章 罚则

第三条 违反本条例规定，有下列行为之一的，由市灯火局责令改正，处五百元以上二千元以下的罚款：

（一）夜间不点亮沿街灯笼的；

（二）用塑料纸糊制大型灯笼的；

（三）在古桥上悬挂超过十斤灯笼的。

有前款第三项行为，拒不改正的，没收灯笼。

第三条之一 灯笼铺未按季清点存货，由街道办事处予以警告；造成火灾的，责令停业七日。

第四条 依照

第二条规定登记的灯笼，每三年复核一次。

第五条 本条例自2012年5月1日起施行。
"""

SAFETY = """# 灯笼安全条例

2018年11月2日 中华人民共和国国务院令第900号公布

2019年1月1日 施行

<!-- INFO END -->

第一条 为了灯笼安全，制定本条例。

第二条 灯笼不得靠近草垛，距离不得少于三十步。

第三条 本条例自2019年1月1日起施行。《灯笼防火办法》同时废止。
"""

FIRE_RULES = """# 灯笼防火办法

2001年5月5日 中华人民共和国国务院令第301号公布

<!-- INFO END -->

第一条 灯笼旁边应当常备两桶清水。

第二条 本办法自公布之日起施行。
"""

FILES = {
    "地方性法规/临江/临江市灯笼管理条例(2012-03-01).md": LANTERNS_2012,
    "地方性法规/临江/临江市灯笼管理条例(2019-06-20).md": LANTERNS_2019,
    "行政法规/灯笼安全条例(2018-11-02).md": SAFETY,
    "行政法规/灯笼防火办法(2001-05-05).md": FIRE_RULES,
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of four texts of three invented instruments."""
    folder = tmp_path / "corpus"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def shelf(tmp_path: Path, corpus: Path) -> Path:
    """The folder of a library with the corpus imported."""
    folder = tmp_path / "home"
    import_documents(folder, read_path(corpus))
    return folder


@pytest.fixture
def library(shelf: Path) -> Library:
    """The library of full texts, without any index."""
    return open_library(shelf, index=None)
