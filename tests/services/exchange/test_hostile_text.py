"""What a changed program may write in its own rows: the county joins it and shows it as it is, on
every paper and in every workbook; nothing of it is obeyed."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from app.data.exchange.structure import check_line
from app.domain.characters import SIGN, visible
from app.domain.declarations import ENTITIES
from app.domain.entity import Kind, Scope
from app.domain.errors import AppError, PackageError
from app.domain.uid import new_uid
from app.reports.fonts import WANTING
from app.services import documents, self_check
from app.services.papers import catalogue
from app.services.papers.selection import Selection
from tests.builders import Pair
from tests.days import this_year
from tests.hostile_rows import (
    DATED,
    FREE,
    HIDDEN,
    LISTED,
    POISONS,
    hostile_county,
    identity,
    values_of,
)
from tests.services.exchange.lying import Line, everything, row, told

NAMES_NOBODY = (
    "owed_list",
    "year_summary",
    "handover_slip",
    "headcount_change",
    "lecture_owed",
    "duty_year",
    "remote_months",
    "venue_coverage",
    "fund_totals",
)


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with hostile_county(tmp_path_factory.mktemp("hostile"), FREE | LISTED) as made:
        yield made


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)


def cells_of(path: Path) -> str:
    """The words of a workbook; of its formulas all are our own sums."""
    book = openpyxl.load_workbook(path)
    found = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    sums = [str(cell.value) for cell in found if cell.data_type == "f"]
    assert all("SUBTOTAL" in formula or "IF(" in formula for formula in sums)
    return "\n".join(str(c.value) for c in found if c.data_type != "f")


def bare(text: str) -> str:
    """Without what a line break or the edge of a column puts in between."""
    return "".join(text.split())


def test_the_store_stays_sound(joined: Pair) -> None:
    assert not self_check.check_store(joined.county).problems


OF_PEOPLE = [kind for kind in catalogue.CATALOGUE if not kind.row_of]


@pytest.mark.parametrize("kind", OF_PEOPLE, ids=lambda kind: kind.id)
def test_every_paper_and_workbook_shows_it_and_obeys_nothing(
    joined: Pair, tmp_path: Path, kind: catalogue.DocumentKind
) -> None:
    of_one = {catalogue.CLASS, catalogue.MEMBER} & set(kind.needs)
    for poison in POISONS if of_one else ["control"]:
        chosen = Selection(
            training_class=identity("training_class", poison),
            members=(identity("member", poison),),
            year=this_year(),
        )
        for suffix in kind.formats:
            path = tmp_path / f"{poison}.{suffix}"
            try:
                documents.write_document(joined.county, kind.id, chosen, path)
            except AppError as refused:  # nothing is issued of a class that is not closed
                assert "还没有结班" in refused.message  # noqa: PT017
                continue
            said = text_of(path) if suffix == "pdf" else cells_of(path)
            assert not HIDDEN & set(said)
            shown = bare(visible(POISONS[poison]))
            shown = shown.replace(SIGN, WANTING) if suffix == "pdf" else shown
            assert kind.id in NAMES_NOBODY or shown in bare(said)


def test_a_date_that_is_none_refuses_the_package_whole(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Joined, it would end every figure of the county in a crash."""
    before = everything(pair.county.database.read())
    bad: list[Line] = []
    for entity in ENTITIES:
        dated = [field for field in entity.fields if field.kind in DATED]
        if not dated or entity.scope in (Scope.BROADCAST, Scope.ROW, Scope.LOCAL):
            continue
        good = values_of(pair, entity, "outside", ())
        check_line(row(pair.township, entity.name, new_uid(), good))
        for field in dated:
            short = "2026" if field.kind is Kind.DAY else "20261"
            for wrong in (short, "2026-02-30", "2026-3-5", "２０２６", "外星人"):
                line = row(pair.township, entity.name, new_uid(), {**good, field.name: wrong})
                with pytest.raises(ValueError, match=field.name):
                    check_line(line)
            bad.append(line)
    assert len(bad) > 15
    for line in bad[::5]:
        with pytest.raises(PackageError) as refused:
            told(pair.township, pair.county, pair.folder, [line], monkeypatch)
        assert refused.value.code == "E-202-32"
    assert everything(pair.county.database.read()) == before
