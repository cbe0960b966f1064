"""Reading XML that strangers upload: no document types, no entities, bounded size, depth and count."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

LARGEST = 2_000_000  # bytes
_DEEPEST, _MOST = 60, 50_000


@dataclass(slots=True, kw_only=True)
class Element:
    """One element: namespace and local name, attributes without namespace, text, children, line it begins on."""

    space: str
    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute, stripped; "" where there is none."""
        return self.attributes.get(name, "").strip()

    def every(self, space: str, name: str) -> Iterator["Element"]:
        """Its children of that name."""
        return (child for child in self.children if (child.space, child.name) == (space, name))

    def walk(self) -> Iterator["Element"]:
        """Itself and all below, in the order of the file."""
        waiting = [self]
        while waiting:
            here = waiting.pop()
            yield here
            waiting += reversed(here.children)


class UnreadableXml(Exception):
    """The text is no XML we take.

    `reason` is "too_large", "not_xml", "not_utf8", "doctype" or "too_deep"; `line` counts from 1, 0 is the whole file.
    """

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason, line)
        self.reason, self.line = reason, line


def read_xml(data: bytes | str) -> Element:
    """The root element. Raises UnreadableXml; a document type declaration is refused, so there are no entities."""
    content = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(content) > LARGEST:
        raise UnreadableXml("too_large")
    reader = _Reader("utf-8" if isinstance(data, str) else None)
    return reader.read(content)


class _Reader:
    def __init__(self, encoding: str | None) -> None:
        self._parser = expat.ParserCreate(encoding, " ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._open: list[Element] = []
        self._root: Element | None = None
        self._count = 0

    def read(self, content: bytes) -> Element:
        try:
            self._parser.Parse(content, True)
        except expat.ExpatError as error:
            raise UnreadableXml("not_xml", self._parser.ErrorLineNumber) from error
        except (LookupError, ValueError) as error:  # an encoding that expat does not know
            raise UnreadableXml("not_utf8") from error
        assert self._root
        return self._root

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST or len(self._open) >= _DEEPEST:
            raise UnreadableXml("too_deep", self._parser.CurrentLineNumber)
        space, _, name = tag.rpartition(" ")
        bare = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(space=space, name=name, attributes=bare, line=self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, tag: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].text += text

    def _doctype(self, *_: object) -> None:
        raise UnreadableXml("doctype", self._parser.CurrentLineNumber)
