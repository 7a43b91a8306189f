"""The class workbook, the same for its template and its reader: sheets, headings, marks."""

import re
import unicodedata

from app.domain.training.codes import MARKS, PRESENT

ABOUT_SHEET = "班次信息"
SESSIONS_SHEET = "课程表"
PEOPLE_SHEET = "学员名单"
ATTENDANCE_SHEET = "考勤"
CHECKED_BY = "考勤核对人"
PAPER = "签到表存放处"

MARK_SIGNS = {"√": PRESENT, "✓": PRESENT, "✔": PRESENT, "到": PRESENT, "×": "缺勤", "✗": "缺勤"}
"""What clerks write on sign-in sheets instead of the word."""

_NUMBERED = re.compile(r"第?(\d{1,3})(?:个半天|次|节|场)?")
_DATED = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?\s*(上午|下午|晚上)")


def half_day_heading(number: int) -> str:
    """The heading of the column for the `number`th line of 课程表."""
    return f"第{number}个半天"


def half_day_meant(heading: str, half_days: list[tuple[str, str]]) -> int | None:
    """Which half-day (index into (day, slot) pairs) a column of 考勤 is about; None: no telling."""
    text = unicodedata.normalize("NFKC", heading).strip()
    numbered = _NUMBERED.fullmatch(text)
    if numbered is not None:
        number = int(numbered.group(1))
        return number - 1 if 1 <= number <= len(half_days) else None
    dated = _DATED.search(text)
    if dated is None:
        return None
    year, month, day, slot = dated.groups()
    tail = f"-{int(month):02}-{int(day):02}"
    fitting = [
        index
        for index, (when, part) in enumerate(half_days)
        if part == slot and when.endswith(tail) and when.startswith(year or "")
    ]
    return fitting[0] if len(fitting) == 1 else None


def mark_meant(text: str) -> str:
    """The mark that was written; empty when it is none."""
    plain = "".join(text.split())
    if plain in MARKS:
        return plain
    return MARK_SIGNS.get(plain, "")
