"""What a reader of values cannot tell about an .xlsx: size, hidden rows, formulas, month dates."""

import io
import re
import zipfile
import zlib
from posixpath import normpath
from xml.etree import ElementTree

from app.data.imports.cells import SheetFacts
from app.data.imports.sniff import damaged
from app.domain.errors import AppError

_VALUE = rb"[^<>]*[^/<>]>\s*<(?:v|is|f)[ >]"
# Beyond column GR (200) or row 200,000, and holding something: calamine would allocate it all.
_FAR_AWAY = re.compile(
    rb'<c r="(?:(?:[A-Z]{3}|[H-Z][A-Z]|G[S-Z])\d+|[A-Z]{1,2}(?:[2-9]\d{5}|\d{7}))"' + _VALUE
)
_HIDDEN_ROW = re.compile(rb'<row [^>]*?r="(\d+)"[^>]*hidden="(?:1|true)"')
_UNCALCULATED = re.compile(
    rb'<c r="([A-Z]+\d+)"[^>]*><f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v></v>|<v ?/>)?\s*</c>'
)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_BUILT_IN_MONTHS = frozenset({17, 27, 36, 50, 52, 57})
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, ValueError, OSError,
    EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the standard library raises on damaged archives (reliability F95)."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def scan_sheets(data: bytes) -> dict[str, SheetFacts]:
    """Facts by sheet name.

    Raises:
        AppError: the file is damaged, hostile or beyond the caps.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _scan(archive)
    except AppError:
        raise
    except _DAMAGE as error:
        raise damaged() from error


def _scan(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    names = _sheet_names(archive)
    months = _month_styles(archive)
    facts = {}
    for part in archive.namelist():
        if "/worksheets/" in part and part.endswith(".xml"):
            name = names.get(part, part)
            facts[name] = _facts(archive.read(part), name, months)
    return facts


def _facts(xml: bytes, name: str, months: re.Pattern[bytes] | None) -> SheetFacts:
    if _FAR_AWAY.search(xml):
        raise AppError(
            f"工作表“{name}”超过 200 列或 20 万行，不能导入。",
            "请删去多余的行和列（包括远处的零散内容）后再导入。",
            code="file-too-large",
        )
    return SheetFacts(
        hidden_rows=frozenset(map(int, _HIDDEN_ROW.findall(xml))),
        uncalculated=_addresses(_UNCALCULATED, xml) if b"<f" in xml else frozenset(),
        month_only=_addresses(months, xml) if months is not None else frozenset(),
    )


def _addresses(pattern: re.Pattern[bytes], xml: bytes) -> frozenset[str]:
    return frozenset(found.decode() for found in pattern.findall(xml))


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of the archive to the name on the tab."""
    if "xl/workbook.xml" not in archive.namelist():
        return {}
    targets = {
        found.get("Id"): found.get("Target", "")
        for found in _parsed(archive, "xl/_rels/workbook.xml.rels")
    }
    names = {}
    for element in _parsed(archive, "xl/workbook.xml").iter():
        if element.tag.endswith("}sheet"):
            target = targets.get(element.get(_RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            names[part] = element.get("name", "")
    return names


def _month_styles(archive: zipfile.ZipFile) -> re.Pattern[bytes] | None:
    """A pattern for cells whose number format shows year and month but no day."""
    if "xl/styles.xml" not in archive.namelist():
        return None
    root = _parsed(archive, "xl/styles.xml")
    own = {
        int(found.get("numFmtId", "0"))
        for found in root.iter()
        if found.tag.endswith("}numFmt") and _is_month(found.get("formatCode", ""))
    }
    cells = next((found for found in root if found.tag.endswith("}cellXfs")), None)
    wanted = [
        str(index)
        for index, style in enumerate(cells if cells is not None else ())
        if int(style.get("numFmtId", "0")) in own | _BUILT_IN_MONTHS
    ]
    if not wanted:
        return None
    return re.compile(rb'<c r="([A-Z]+\d+)" s="(?:' + "|".join(wanted).encode() + rb')"')


def _is_month(code: str) -> bool:
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).lower()
    return "y" in bare and "m" in bare and "d" not in bare


def _parsed(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    xml = archive.read(part)
    if _DOCTYPE.search(xml):
        raise damaged()
    return ElementTree.fromstring(xml)
