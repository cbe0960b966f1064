"""Invented laws that grant powers, of the State, of the scheme's province and of another city."""

from pathlib import Path

from qingdan.library.importer import import_documents
from qingdan.library.sources import read_path

LAW = """# 中华人民共和国灯笼法

2016年3月1日 第十二届全国人民代表大会常务委员会第九十次会议通过

2020年6月1日 第十三届全国人民代表大会常务委员会第九十次会议修正

第一条 为了管好灯笼，制定本法。

第二条 县级以上地方人民政府灯火主管部门负责本行政区域内的灯笼监督管理工作。

在古桥上挂灯笼的，应当经灯火主管部门批准。

第三条 县级以上地方人民政府灯火主管部门应当对灯笼铺进行监督检查。

第四条 违反本法规定，灯笼铺有下列行为之一的，由县级以上地方人民政府灯火主管部门处五百元以上二千元以下的罚款：

（一）夜间不点亮灯笼的；

（二）用塑料纸糊制灯笼的。

聚众实施前款行为的，由公安机关处五日以下拘留。

第五条 违反本法第二条规定的，由主管部门没收灯笼。

第六条 烛台铺不点灯的，由烛台主管部门处五百元罚款。

第七条 火灾中遗失灯笼的，由国务院灯火主管部门给予警告。

第八条 本法自2016年5月1日起施行。
"""
PROVINCIAL = """# 江西省灯笼条例

2018年3月1日 江西省第十三届人民代表大会常务委员会第一次会议通过

第一条 为了管好灯笼，制定本条例。

第二条 在粮仓边放灯的，由县级人民政府灯火主管部门处一百元罚款。

第三条 在河上放灯的，由设区的市人民政府灯火主管部门处一百元罚款。

第四条 本条例自2018年5月1日起施行。
"""
FOREIGN = PROVINCIAL.replace("江西省", "云海省")
SEA = LAW.replace("灯笼法", "海洋灯笼法")
FILES = {
    "法律/中华人民共和国灯笼法(2020-06-01).md": LAW,
    "法律/中华人民共和国海洋灯笼法(2020-06-01).md": SEA,
    "地方性法规/江西/江西省灯笼条例(2018-03-01).md": PROVINCIAL,
    "地方性法规/云海/云海省灯笼条例(2018-03-01).md": FOREIGN,
}


def granting_library(home: Path) -> Path:
    """A home whose library holds these laws; the folder itself."""
    corpus = home / "corpus"
    for name, text in FILES.items():
        path = corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    import_documents(home, read_path(corpus))
    return home
