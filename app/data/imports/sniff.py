"""What a file really is, by its first bytes: names of files lie."""

import io
import zipfile
from enum import Enum

from app.domain.errors import AppError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_LARGEST_FILE = 300 * 1024 * 1024
_LARGEST_CONTENT = 3 * 1024 * 1024 * 1024


class FileKind(Enum):
    """The kinds of table that can be read."""

    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "text"


def kind_of(data: bytes) -> FileKind:
    """Tell what the bytes are.

    Raises:
        AppError: they are no table, or one that cannot be read; the hint says what to do.
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise AppError("文件是空的。", "请检查文件是否复制完整。", code="file-empty")
    if len(data) > _LARGEST_FILE:
        raise AppError("文件超过 300 MB，不能导入。", "请按支部分成几个文件后再导入。")
    if data.startswith(_ZIP):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    _refuse_documents(data)
    return FileKind.TEXT


def _zip_kind(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged() from error
    if size > _LARGEST_CONTENT:
        raise AppError("表格解开后过大，不能导入。", "请删去多余的工作表和空白行列后再导入。")
    if names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        return FileKind.XLSX
    if "word/document.xml" in names:
        raise AppError(
            "这是 Word 文档，不是表格。", "请把其中的表格复制到 WPS 表格或 Excel 后再导入。"
        )
    if any(name.startswith("xl/") for name in names):
        return FileKind.XLSX
    raise AppError("这是压缩包，不是表格。", "请先解压，再选择里面的表格文件。")


def _ole_kind(data: bytes) -> FileKind:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise has_password()
    if holds("WordDocument"):
        raise AppError(
            "这是 Word 文档，不是表格。", "请把其中的表格复制到 WPS 表格或 Excel 后再导入。"
        )
    if not (holds("Workbook") or holds("Book")):
        raise damaged()
    return FileKind.XLS


def _refuse_documents(data: bytes) -> None:
    head = data[:2048].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if data.startswith(b"%PDF"):
        raise AppError("这是 PDF 文件，不是表格。", "请用原来的表格文件导入。")
    if data.startswith(_PICTURES):
        raise AppError("这是图片，不是表格。", "请用原来的表格文件导入。")
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        raise AppError(
            "这个文件其实是网页，只是改名成了表格。",
            "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入。",
            code="file-html",
        )
    if head.startswith((b"<?xml", b"<workbook")):
        raise AppError(
            "这是 XML 表格，不能直接读取。", "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入。"
        )


def has_password() -> AppError:
    """The refusal of a protected file."""
    return AppError(
        "文件有打开密码，不能读取。",
        "请先用 WPS 或 Excel 打开，取消密码后另存，再导入。",
        code="file-password",
    )


def damaged() -> AppError:
    """The one sentence for every file that breaks off or does not hold what it says."""
    return AppError(
        "表格文件已损坏或不完整，读不出来。",
        "请用 WPS 或 Excel 打开检查，另存为 .xlsx 后再导入；打不开就请对方重新发送。",
        code="file-damaged",
    )
