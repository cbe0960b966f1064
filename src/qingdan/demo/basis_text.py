"""A file that stands for the basis texts a unit would attach: it says that it is a sample, and quotes no law."""

from collections.abc import Iterator


class BasisTextFile:
    """A text file as a form would give it."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.name: str | None = f"{unit}依据文本（示例）.txt"

    def chunks(self) -> Iterator[bytes]:
        """Its bytes."""
        yield f"{self.unit}的依据文本。演示数据：正式使用时由单位上传所引文件的全文。\n".encode()
