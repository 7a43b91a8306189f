"""Every document of the catalogue, from a real store to a real file whose text is read back."""

from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from app.data.queries.training_classes import participants_of
from app.domain.errors import AppError, NotFound
from app.domain.signing import NOT_SAID
from app.services import documents
from app.services.classes import attendance, closing
from app.services.classes.attendance import Signature
from app.services.papers import catalogue
from app.services.papers.selection import Selection
from app.services.papers.wording import day_text, period_text, reprint_note, short_period
from app.services.registers import register_named
from app.services.settings import change_signature
from app.services.store import Store
from tests.builders import Pair, count, make_class, make_member, make_organization, value_of
from tests.days import this_year
from tests.register_building import make_row

NAMES = ("李㛃", "王䶮", "张𬱖", "陈喆", "刘堃", "阿依古丽·买买提")


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()


def closed_class(store: Store, *, certificates: int) -> Selection:
    change_signature(store, "中共青山镇委员会")
    branch = make_organization(store)
    people = [make_member(store, branch, name, workplace="村民") for name in NAMES]
    first_day = f"{this_year()}-01-02"
    made = make_class(store, people, first_day=first_day, certificates=certificates)
    numbers = [p.number for p in participants_of(store.database.read(), made.uid)]
    for session in made.sessions:
        attendance.sign_page(store, session, numbers, {}, Signature("张三", "盒 1"))
    closing.close_class(store, made.uid)
    return Selection(
        training_class=made.uid,
        members=tuple(people),
        organization=store.site.organization,
        year=this_year(),
    )


def fill(store: Store, register: str) -> None:
    """One row a name."""
    called = register_named(register).entity.title
    for name in NAMES:
        make_row(store, register, **{called: name})


OF_A_CLASS = [
    (kind.id, suffix)
    for kind in catalogue.CATALOGUE
    if catalogue.PACKAGE not in kind.needs and not kind.row_of
    for suffix in kind.formats
]


@pytest.mark.parametrize(("kind", "suffix"), OF_A_CLASS)
def test_every_document_prints_and_names_are_extracted_exactly(
    store: Store, tmp_path: Path, kind: str, suffix: str
) -> None:
    chosen = closed_class(store, certificates=int(kind == "certificate"))
    if register := catalogue.document_kind(kind).register:
        fill(store, register)
    if kind == "lecture_owed":
        for member in chosen.members:
            place = store.site.organization
            make_row(store, "post", member=member, organization=place, title="书记", to_on=None)
    target = tmp_path / f"{kind}.{suffix}"
    printed = documents.write_document(store, kind, chosen, target)
    assert printed.pages >= 1
    assert [said for said in printed.warnings if said != NOT_SAID] == []
    if suffix == "pdf":
        text = text_of(target)
    else:
        book = openpyxl.load_workbook(target)
        text = "\n".join(
            str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row
        )
    if kind not in ("year_summary", "duty_year", "remote_months", "fund_totals", "venue_coverage"):
        assert [name for name in NAMES if name not in text] == []
    if catalogue.document_kind(kind).register is None:
        assert "党" in text


def test_numbers_are_masked_unless_a_reason_is_given_and_that_is_logged(
    store: Store, tmp_path: Path
) -> None:
    chosen = closed_class(store, certificates=0)
    number = str(value_of(store, "member", chosen.members[0], "id_number"))
    documents.write_document(store, "class_roster", chosen, tmp_path / "a.pdf")
    assert number not in text_of(tmp_path / "a.pdf")
    assert number[:6] in text_of(tmp_path / "a.pdf")
    full = Selection(training_class=chosen.training_class, unmask_reason="报名核对")
    documents.write_document(store, "class_roster", full, tmp_path / "b.pdf")
    assert number in text_of(tmp_path / "b.pdf")
    assert count(store, "audit", "action = '查看完整信息' AND reason = '报名核对'") == 1


def test_a_paper_printed_after_the_event_says_so(store: Store, tmp_path: Path) -> None:
    chosen = closed_class(store, certificates=0)
    documents.write_document(store, "sign_in_sheet", chosen, tmp_path / "a.pdf")
    assert "补打" in text_of(tmp_path / "a.pdf")


def test_the_handover_slip_shows_the_same_check_words_on_both_sides(
    pair: Pair, tmp_path: Path
) -> None:
    make_member(pair.township)
    pair.to_county()
    texts = []
    for store in (pair.township, pair.county):
        target = tmp_path / f"{store.site.name}.pdf"
        documents.write_document(store, "handover_slip", Selection(), target)
        texts.append(text_of(target))
    words = [line for line in texts[0].split() if line.isdigit() and len(line) == 5]
    assert len(words) == 5
    assert all(word in texts[1] for word in words)


@pytest.mark.parametrize(
    ("kind", "name", "problem"),
    [
        ("diploma", "a.pdf", "没有“diploma”这种文书"),
        ("certificate", "a.xlsx", "不能存成“.xlsx”"),
        ("class_roster", "a.pdf", "请先选择培训班"),
        ("archive", "a.pdf", "请先选择党员"),
        ("handover_slip", "a.pdf", "还没有发出或接收过数据包"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words(
    store: Store, tmp_path: Path, kind: str, name: str, problem: str
) -> None:
    chosen = Selection()
    if kind == "certificate":
        chosen = closed_class(store, certificates=1)
    with pytest.raises((AppError, NotFound), match=problem):
        documents.write_document(store, kind, chosen, tmp_path / name)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (day_text("2026-03-05"), "2026年3月5日"),
        (day_text("1985-03"), "1985年3月"),
        (day_text("1985"), "1985年"),
        (period_text("2026-03-05", "2026-03-05"), "2026年3月5日"),
        (period_text("2026-03-05", "2026-03-06"), "2026年3月5日至3月6日"),
        (period_text("2025-12-30", "2026-01-02"), "2025年12月30日至2026年1月2日"),
        (short_period("2026-11-01", "2026-11-03"), "2026.11.1—11.3"),
        (reprint_note("2999-01-01"), ""),
    ],
)
def test_dates_read_as_people_write_them(made: str, expected: str) -> None:
    assert made == expected
