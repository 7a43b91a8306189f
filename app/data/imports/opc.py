"""The parts of an .xlsx or .ods archive, found whatever their names look like."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from posixpath import dirname, normpath
from typing import IO, Any

from app.data.imports.refusals import damaged
from app.domain.errors import AppError

_OFFICE = "/officeDocument"
_HEAD = 4096


@contextmanager
def damage_refused() -> Iterator[None]:
    """One sentence for whatever a broken archive or part provokes in the libraries.

    Raises:
        AppError: the file is damaged.
    """
    from lxml import etree

    try:
        yield
    except AppError:
        raise
    except (
        zipfile.BadZipFile, zlib.error, etree.LxmlError, KeyError, ValueError, IndexError, OSError,
        EOFError, NotImplementedError, RuntimeError, OverflowError,
    ) as error:  # fmt: skip
        raise damaged() from error


class Package:
    """An archive whose part names are compared as the standard says: without case, with slashes.

    Some writers on Windows pack with backslashes.
    """

    def __init__(self, data: bytes) -> None:
        with damage_refused():
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        self.plain = True
        """Whether every name is written as the standard says."""
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.infolist():
            # zipfile turns the backslashes of Windows itself where it runs on Windows.
            name = info.filename.replace("\\", "/").lstrip("/")
            self.plain &= name == info.orig_filename
            self._parts.setdefault(name.lower(), info)

    @property
    def names(self) -> set[str]:
        """Part names in lower case."""
        return set(self._parts)

    @property
    def size(self) -> int:
        """Bytes of all parts when unpacked, as the archive claims."""
        return sum(info.file_size for info in self._parts.values())

    def size_of(self, part: str) -> int:
        """Bytes of a part when unpacked, as the archive claims; 0 when it is missing."""
        info = self._parts.get(part.lower())
        return 0 if info is None else info.file_size

    def open(self, part: str) -> IO[bytes]:
        """A part as a stream.

        Raises:
            AppError: it declares a document type, which no workbook does and an attack may.
        """
        stream = self._archive.open(self._parts[part.lower()])
        refuse_document_type(stream.peek(_HEAD))  # type: ignore[attr-defined]
        return stream

    def read(self, part: str) -> bytes:
        """A part whole."""
        with self.open(part) as stream:
            return stream.read()

    def tree(self, part: str) -> Any:
        """The root element of a small part."""
        from lxml import etree

        with self.open(part) as stream:
            return etree.parse(stream, safe_parser()).getroot()

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relation id to its type and the part it leads to."""
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if path.lower() not in self._parts:
            return {}
        found = {}
        for link in self.tree(path):
            if isinstance(link.tag, str) and link.get("TargetMode") != "External":
                target = link.get("Target", "").replace("\\", "/")
                base = "" if target.startswith("/") else dirname(part)
                where = normpath(f"{base}/{target.lstrip('/')}").lstrip("/")
                found[link.get("Id", "")] = (link.get("Type", ""), where)
        return found

    def workbook(self) -> str:
        """The part that lists the sheets."""
        for kind, target in self.relations("").values():
            if kind.endswith(_OFFICE) and target.lower() in self._parts:
                return target
        for usual in ("xl/workbook.xml", "xl/workbook.bin"):
            if usual in self._parts:
                return usual
        raise damaged()


def refuse_document_type(data: bytes) -> None:
    """Look at the beginning of an XML text.

    Raises:
        AppError: it declares a document type, which no workbook does and an attack may.
    """
    if b"<!DOCTYPE" in data[:_HEAD].replace(b"\x00", b""):
        raise damaged()


_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False}
"""No network, no entities, no document types from outside."""


def safe_parser() -> Any:
    """For a text that is small enough to be held whole."""
    from lxml import etree

    return etree.XMLParser(**_SAFE)


def elements_of(
    stream: IO[bytes], tags: Sequence[str], events: Sequence[str] = ("end",)
) -> Iterator[tuple[str, Any]]:
    """Event and element, one after the other; whoever has read an element lets it go."""
    from lxml import etree

    yield from etree.iterparse(
        stream, events=events, tag=tags, remove_comments=True, remove_pis=True, **_SAFE
    )


def let_go(element: Any) -> None:
    """Drop what was read, and what stands before it: a million empty shells are memory, too."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
