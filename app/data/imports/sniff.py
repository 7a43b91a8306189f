"""What a file really is, by its content: names of files lie."""

import io
from enum import Enum

from app.data.imports.opc import Package
from app.data.imports.refusals import damaged, has_password, too_much
from app.domain.errors import AppError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BARE_SHEET = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
"""Exporters that write the records of an old .xls without a container around them."""
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_LARGEST_CONTENT = 3 * 1024 * 1024 * 1024
_PAGE_MARKS = (b"<table", b"<html", b"<!doctype html", b"<frameset", b"<body", b"<tr")
_PAGE_ALONE = (b"<html", b"<tr>", b"<tr ", b"<frameset")
"""What no other XML of tables has."""
_MHTML = (b"mime-version:", b"content-type: multipart/related", b"from: <saved by")
_XML_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_FLAT_ODS = b"urn:oasis:names:tc:opendocument:xmlns:office"


class FileKind(Enum):
    """The kinds of table that can be read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    FLAT_ODS = "fods"
    HTML = "html"
    MHTML = "mht"
    XML_2003 = "xml"
    SEALED = "sealed"
    """Encrypted: it may still open without a password."""
    TEXT = "text"


def kind_of(data: bytes) -> FileKind:
    """Tell what the bytes are.

    Raises:
        AppError: they are no table, or one that cannot be read; the hint says what to do.
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise AppError("文件是空的。", "请检查文件是否复制完整。", code="file-empty")
    if data.startswith(_ZIP):
        return _zip_kind(data)
    if data.startswith(OLE):
        return _ole_kind(data)
    if data.startswith(_BARE_SHEET):
        return FileKind.XLS
    if data.startswith(b"%PDF"):
        raise AppError("这是 PDF 文件，不是表格。", "请用原来的表格文件导入。")
    if data.startswith(_PICTURES):
        raise AppError("这是图片，不是表格。", "请用原来的表格文件导入。")
    if data.startswith(b"{\\rtf"):
        raise _word()
    return _text_kind(data)


def _zip_kind(data: bytes) -> FileKind:
    package = Package(data)
    names = package.names
    if package.size > _LARGEST_CONTENT:
        raise too_much()
    if "content.xml" in names:
        return FileKind.ODS
    if any(name.startswith("word/") for name in names):
        raise _word()
    if any(name.endswith("workbook.bin") for name in names):
        return FileKind.XLSB
    if any(name.startswith("xl/") or name.endswith("workbook.xml") for name in names):
        return FileKind.XLSX
    raise AppError("这是压缩包，不是表格。", "请先解压，再选择里面的表格文件。")


def _ole_kind(data: bytes) -> FileKind:
    streams = _streams(data)
    if "encryptedpackage" in streams:
        return FileKind.SEALED
    if "worddocument" in streams:
        raise _word()
    if streams & {"workbook", "book"}:
        return FileKind.XLS
    raise damaged()


def _streams(data: bytes) -> set[str]:
    """Names in the outermost folder of a container, without case."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return {path[0].lower() for path in container.listdir()}
    except Exception as error:  # olefile raises whatever a damaged file provokes
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise has_password() from error
        raise damaged() from error


def _text_kind(data: bytes) -> FileKind:
    head = _narrow(data[:200_000]).lower()
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ")
    if any(mark in start[:2_000] for mark in _MHTML) and b"content-type:" in start[:20_000]:
        return FileKind.MHTML
    if not start.startswith(b"<"):
        return FileKind.TEXT
    # A web page of Excel names the spreadsheet namespace on its <html>, too.
    page = any(mark in start for mark in _PAGE_ALONE)
    if _XML_2003 in head and not page:
        return FileKind.XML_2003
    if _FLAT_ODS in head and not page:
        return FileKind.FLAT_ODS
    if any(mark in head for mark in _PAGE_MARKS):
        return FileKind.HTML
    if start.startswith(b"<?xml"):
        raise AppError(
            "这是 XML 文件，不是表格。", "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入。"
        )
    return FileKind.TEXT


def _narrow(head: bytes) -> bytes:
    """UTF-16 brought to single bytes, good enough to look for ASCII words."""
    return head.replace(b"\x00", b"") if b"\x00" in head[:400] else head


def _word() -> AppError:
    return AppError(
        "这是 Word 文档，不是表格。", "请把其中的表格复制到 WPS 表格或 Excel 后再导入。"
    )
