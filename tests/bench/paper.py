"""How long our paper takes beside reportlab's platypus putting the same content on paper.

Both run in this process, in turns, into memory-warm fonts; the medians of the turns are compared,
in seconds of the processor.
"""

import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.domain.documents.archive import Archive, ArchiveYear, TrainingLine
from app.domain.documents.certificate import Certificate
from app.domain.documents.class_roster import ClassRoster, RosterLine
from app.reports import archive, certificate, class_roster
from app.reports.column import cells
from app.reports.font_source import FONT_FOLDER

Row = tuple[str, float, str, float, str]

GOAL = 1 / 6
TURNS = 5
_LISTED, _CERTIFIED = 1000, 500
# Platypus needs half a minute for a thousand archives; the ratio is the same for fewer.
_ARCHIVED = 100
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
_GIVEN = ("建国", "秀英", "㛃", "䶮", "志强", "海燕", "喆", "堃", "桂兰", "国庆", "文静")


def rows(turns: int = TURNS) -> list[Row]:
    """One row for each job: name, our seconds, the reference, ours ÷ reference, the goal."""
    _register_fonts()
    jobs: tuple[tuple[str, Callable[[Path], Any], Callable[[Path], Any]], ...] = (
        (f"{_LISTED:,}-row roster (PDF)", _our_roster, _their_roster),
        (f"{_CERTIFIED} certificates (PDF)", _our_certificates, _their_certificates),
        (f"{_ARCHIVED} archives (PDF)", _our_archives, _their_archives),
    )
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        for name, ours, theirs in jobs:
            mine, other = _in_turns(ours, theirs, Path(folder) / "paper.pdf", turns)
            reference = f"platypus {other:.3f} s"
            measured.append((name, mine, reference, mine / other, f"≤ {GOAL:.3f}"))
    return measured


def _in_turns(
    ours: Callable[[Path], Any], theirs: Callable[[Path], Any], path: Path, turns: int
) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(turns + 1):
        for job, taken in ((ours, times[0]), (theirs, times[1])):
            gc.collect()
            started = time.process_time()
            job(path)
            if turn:  # the first turn opens fonts and imports modules for both
                taken.append(time.process_time() - started)
    return statistics.median(times[0]), statistics.median(times[1])


def _name(number: int) -> str:
    return _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number % len(_GIVEN)]


def _roster() -> ClassRoster:
    lines = tuple(
        RosterLine(
            str(number + 1), _name(number), "男女"[number % 2], "汉族", f"{1950 + number % 50}.03",
            "大学", f"{1980 + number % 40}.07", f"青山镇第{number % 60 + 1}村党支部",
            "村党支部书记、村委会主任" if number % 5 == 0 else "群众",
            f"430***********{number:04d}", f"138****{number:04d}", f"第{number % 30 + 1}组",
        )
        for number in range(_LISTED)
    )  # fmt: skip
    return ClassRoster("冬春训", "中共青山镇委员会", "11月21日", "镇党校", lines, "合计", True)


def _certificates() -> list[Certificate]:
    return [
        Certificate(
            f"青党训〔2026〕第{number:03d}号", _name(number), "男女"[number % 2], "1985年3月",
            f"430***********{number:04d}", "2026年11月21日", "2026年11月25日", "中共云岭县委组织部",
            "2026年基层党组织书记示范培训班", "40", "中共云岭县委组织部", "2026年11月26日",
        )
        for number in range(_CERTIFIED)
    ]  # fmt: skip


def _archives() -> list[Archive]:
    years = tuple(
        ArchiveYear(
            str(year),
            tuple(
                TrainingLine(
                    str(line + 1), f"{year}.0{line + 1}.11—0{line + 1}.15",
                    f"{year}年第{line + 1}期党员冬春训培训班", "集中培训",
                    "中共青山镇委员会", "40", "是",
                )
                for line in range(6)
            ),
            f"{year}年合计：240学时",
        )
        for year in range(2022, 2027)
    )  # fmt: skip
    return [
        Archive(
            f"QS-{number:05d}", _name(number), "男女"[number % 2], "汉族", "1985年3月", "大学",
            "正式党员", "2009年7月", f"青山镇第{number % 60 + 1}村党支部", "村党支部书记",
            f"430***********{number:04d}", f"138****{number:04d}", years,
            "累计：1200学时", "2026年11月21日",
        )
        for number in range(_ARCHIVED)
    ]  # fmt: skip


_ROSTER, _CERTIFICATES, _ARCHIVES = _roster(), _certificates(), _archives()


def _our_roster(path: Path) -> None:
    class_roster.write_pdf(_ROSTER, path)


def _our_certificates(path: Path) -> None:
    certificate.write_pdf(_CERTIFICATES, path)


def _our_archives(path: Path) -> None:
    archive.write_pdf(_ARCHIVES, path)


def _register_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name in ("Song", "Hei", "SongTitle"):
        pdfmetrics.registerFont(TTFont(name, str(FONT_FOLDER / f"{name}.ttf")))


def _paragraphs() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    def style(size: float, font: str = "Song", **more: Any) -> ParagraphStyle:
        return ParagraphStyle(
            f"{font}{size}",
            fontName=font,
            fontSize=size,
            leading=size * 1.3,
            wordWrap="CJK",
            **more,
        )

    return {
        "cell": style(9), "title": style(20, "SongTitle", alignment=1), "fact": style(10.5),
        "body": style(18, firstLineIndent=36), "signed": style(15, alignment=1),
    }  # fmt: skip


def _listing(columns: Any, lines: Any, room: float) -> Any:
    """A table whose left-aligned columns may wrap, as ours may."""
    from reportlab.lib import colors
    from reportlab.platypus import LongTable, Paragraph

    cell = _paragraphs()["cell"]
    wrapping = [column.align == 0 for column in columns]
    share = room / sum(column.width for column in columns)
    data: list[list[Any]] = [[column.title for column in columns]]
    for line in lines:
        texts = cells(columns, line)
        data.append([Paragraph(str(text), cell) if wraps else text
                     for text, wraps in zip(texts, wrapping, strict=True)])  # fmt: skip
    look: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.black), ("FONT", (0, 0), (-1, 0), "Hei", 9),
        ("FONT", (0, 1), (-1, -1), "Song", 9), ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]  # fmt: skip
    return LongTable(data, [column.width * share for column in columns], repeatRows=1, style=look)


def _their_roster(path: Path) -> None:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    document = SimpleDocTemplate(str(path), pagesize=landscape(A4), leftMargin=40, rightMargin=40)
    table = _listing(class_roster.columns(_ROSTER), _ROSTER.lines, document.width - 12)
    document.build([Paragraph(_ROSTER.title, _paragraphs()["title"]), table])


def _their_certificates(path: Path) -> None:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

    styles, story = _paragraphs(), []
    for content in _CERTIFICATES:
        story += [
            Paragraph("结 业 证 书", styles["title"]), Spacer(0, 60),
            Paragraph(content.statement, styles["body"]), Spacer(0, 60),
            Paragraph(f"证书编号：{content.number}", styles["fact"]),
            Paragraph(f"有效证件号：{content.id_number}", styles["fact"]),
            Paragraph(content.issuer, styles["signed"]),
            Paragraph(content.issued_on, styles["signed"]), PageBreak(),
        ]  # fmt: skip

    def border(canvas: Any, _: Any) -> None:
        for inset in (28, 36):
            canvas.rect(inset, inset, 842 - 2 * inset, 595 - 2 * inset)
        canvas.rect(123, 320, 99, 139)

    document = SimpleDocTemplate(str(path), pagesize=landscape(A4))
    document.build(story, onFirstPage=border, onLaterPages=border)


def _their_archives(path: Path) -> None:
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    styles, story = _paragraphs(), []
    document = SimpleDocTemplate(str(path), pagesize=A4, leftMargin=45, rightMargin=45)
    for content in _ARCHIVES:
        facts = [
            ["姓名", content.name, "性别", content.sex, "民族", content.ethnicity],
            ["出生年月", content.birth, "学历", content.education, "编号", content.number],
            [
                "政治面貌",
                content.political_status,
                "入党时间",
                content.joined_on,
                "电话",
                content.phone,
            ],
            [
                "党组织",
                content.organization,
                "身份证号",
                content.id_number,
                "职务",
                content.unit_and_post,
            ],
        ]
        lines = [line for year in content.years for line in year.lines]
        head = Table(facts, style=[
            ("GRID", (0, 0), (-1, -1), 0.4, colors.black), ("FONT", (0, 0), (-1, -1), "Song", 9),
        ])  # fmt: skip
        listing = _listing(archive.COLUMNS, lines, document.width - 12)
        story += [Paragraph("党员学籍档案", styles["title"]), head, listing, PageBreak()]
    document.build(story)


def _show() -> None:
    for name, ours, reference, ratio, goal in rows():
        print(f"{name}: {ours:.3f} s, {reference}, ratio {ratio:.3f} (goal {goal})")


if __name__ == "__main__":
    _show()
