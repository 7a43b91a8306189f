"""附件: a photo or a PDF is made small, kept under its digest, shown, and saved out again."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.data import attachments
from app.domain.accounts.roles import Verb
from app.domain.attachments import LONGEST_NAME, Attached
from app.domain.errors import AppError
from app.files.placing import put_bytes
from app.services.lists import EXPORTED, note_taken
from app.services.store import Store

if TYPE_CHECKING:
    from PIL.Image import Image

_READ_AT_MOST = 40 << 20
_PDF_AT_MOST = 4 << 20
_PIXELS_AT_MOST = 60_000_000
_SIDE, _SMALL_SIDE = 1600, 1000
"""Pixels of the longer side: a page of A4 stays readable."""
_PHOTO_AT_MOST = 450_000
_QUALITY = 82
SUFFIXES = ("jpg", "jpeg", "png", "bmp", "tif", "tiff", "webp", "gif", "pdf")
_WHAT = "请选照片（JPG、PNG 等）或 PDF；其他文件先另存为 PDF。"


def bring_in(store: Store, path: Path) -> Attached:
    """Keep a file; a row names it when it is saved.

    Raises:
        AppError: it is no photo or PDF, too large, or cannot be read.
    """
    store.require(Verb.ENTER)
    try:
        with path.open("rb") as opened:
            data = opened.read(_READ_AT_MOST + 1)
    except OSError as error:
        raise AppError(f"“{path.name}”读不出来。", "请检查文件还在不在、能不能打开。") from error
    if len(data) > _READ_AT_MOST:
        raise AppError(f"“{path.name}”超过 40 MB，没有添加。", "请先缩小或分成几份。")
    content, suffix = _normalised(data, path.name)
    name = f"{path.stem[: LONGEST_NAME - 5]}.{suffix}"
    with store.database.sealed_write() as connection:
        digest = attachments.put(connection, content)
    return Attached(digest, " ".join(name.split()))


def content_of(store: Store, one: Attached) -> bytes:
    """The content.

    Raises:
        AppError: it did not come along with the row.
    """
    found = attachments.content_of(store.database.read(), one.digest)
    if found is None:
        raise AppError(
            f"附件“{one.name}”的内容不在本机。",
            "请登记的单位在数据上报时勾选“连同附件”再报一次。",
            code="no-content",
        )
    return found


def save_out(store: Store, one: Attached, target: Path) -> Path:
    """Write the content to a file; that it was taken out is noted.

    Raises:
        AppError: it is not here, the role does not allow it, or the place cannot be written to.
    """
    store.require(Verb.EXPORT)
    content = content_of(store, one)
    try:
        put_bytes(target, content)
    except OSError as error:
        raise AppError("附件写不进去。", "请检查磁盘是否已满、文件夹能不能写。") from error
    note_taken(store, EXPORTED, "附件", 1, [one.name], full=False)
    return target


def _normalised(data: bytes, name: str) -> tuple[bytes, str]:
    if data.startswith(b"%PDF"):
        return _checked_pdf(data, name), "pdf"
    return _small_photo(data, name), "jpg"


def _checked_pdf(data: bytes, name: str) -> bytes:
    import pypdfium2

    if len(data) > _PDF_AT_MOST:
        raise AppError(f"“{name}”超过 4 MB，没有添加。", "请用扫描软件降低分辨率，或分成几份。")
    try:
        pdf = pypdfium2.PdfDocument(data)
        pages = len(pdf)
        pdf.close()
    except pypdfium2.PdfiumError as error:
        raise AppError(f"“{name}”打不开，可能有密码或已损坏。", _WHAT) from error
    if not pages:
        raise AppError(f"“{name}”里没有页。", _WHAT)
    return data


def _small_photo(data: bytes, name: str) -> bytes:
    """The picture anew: upright, small, without what a camera writes into it (place, owner)."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        picture = Image.open(BytesIO(data))
        if picture.width * picture.height > _PIXELS_AT_MOST:
            raise AppError(f"“{name}”的像素太多，没有添加。", "请先缩小再添加。")
        upright = ImageOps.exif_transpose(picture)
        plain = upright.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise AppError(f"“{name}”不是照片，也不是 PDF，没有添加。", _WHAT) from error
    flat = Image.new("RGB", plain.size, "white")
    flat.paste(plain, mask=plain.getchannel("A"))
    small = _encoded(flat, _SIDE, _QUALITY)
    return small if len(small) <= _PHOTO_AT_MOST else _encoded(flat, _SMALL_SIDE, _QUALITY - 20)


def _encoded(picture: "Image", side: int, quality: int) -> bytes:
    made, out = picture.copy(), BytesIO()
    made.thumbnail((side, side))
    made.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
