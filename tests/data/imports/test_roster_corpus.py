"""Every roster of the corpus comes out exactly as it says."""

import datetime
from pathlib import Path

import pytest

from app.data.imports.read_text import NO_FORMATS
from app.data.imports.roster import read_roster
from app.data.imports.sniff import FileKind, kind_of
from app.domain.errors import AppError
from app.domain.people.branches import Branches, KnownOrganization
from app.domain.people.roster_file import RowProblem
from app.domain.people.roster_plan import Action, PlanOptions, RosterPlan, plan_roster
from tests.roster_corpus.layouts import CONTEXT_LAYOUTS
from tests.roster_corpus.shapes import SHAPES, Outcome, Shape
from tests.roster_corpus.table_layouts import TABLE_LAYOUTS

ALL_SHAPES = [*SHAPES, *CONTEXT_LAYOUTS, *TABLE_LAYOUTS]

TODAY = datetime.date(2026, 11, 21)
ROOT, LI, WANG = b"r" * 16, b"l" * 16, b"w" * 16
BRANCHES = Branches(
    [
        KnownOrganization(ROOT, "青山镇", None),
        KnownOrganization(LI, "李家村党支部", ROOT),
        KnownOrganization(WANG, "王家村党支部", ROOT),
    ]
)


def _plan(shape: Shape, folder: Path) -> RosterPlan:
    path = folder / f"花名册{shape.suffix}"
    path.write_bytes(shape.build())
    return plan_roster(read_roster(path), {}, BRANCHES, PlanOptions(TODAY, ROOT))


def _fits(found: list[RowProblem], wanted: dict[str, str]) -> bool:
    cells = {problem.cell: problem.reason for problem in found}
    return set(cells) == set(wanted) and all(part in cells[cell] for cell, part in wanted.items())


@pytest.mark.parametrize("shape", ALL_SHAPES, ids=[shape.name for shape in ALL_SHAPES])
def test_corpus(shape: Shape, tmp_path: Path) -> None:
    outcome = shape.outcome
    if outcome.refusal:
        with pytest.raises(AppError) as refused:
            _plan(shape, tmp_path)
        assert outcome.refusal in refused.value.message
        assert refused.value.hint
        return
    plan = _plan(shape, tmp_path)
    assert plan.counts[Action.NEW] == outcome.new, plan.rejected
    assert plan.counts[Action.DUPLICATE] == outcome.duplicates
    assert plan.unknown_organizations == outcome.unknown
    assert _fits(plan.rejected, outcome.refused), plan.rejected
    told = [warning for warning in plan.warnings if warning.row]
    assert _fits(told, outcome.warned), told
    remarks = [warning.reason for warning in plan.warnings if not warning.row]
    if kind_of(shape.build()) is FileKind.TEXT:
        remarks.remove(NO_FORMATS)  # every text says what it cannot tell
    assert len(remarks) == len(outcome.remarks)
    for part in outcome.remarks:
        assert any(part in remark for remark in remarks)
    _check_values(plan, outcome)


def _check_values(plan: RosterPlan, outcome: Outcome) -> None:
    lines = {line.row: line for line in plan.lines}
    for row, wanted in outcome.values.items():
        for name, value in wanted.items():
            found = lines[row].after.get(name)
            shown = BRANCHES.name(found) if isinstance(found, bytes) else found
            assert shown == value, (row, name)
    for line in plan.lines:
        if line.action is Action.NEW and outcome.branch:
            assert BRANCHES.name(bytes(line.after["organization"])) == outcome.branch  # type: ignore[arg-type]


def test_corpus_is_as_large_as_promised() -> None:
    assert len(SHAPES) >= 40
    assert len({shape.name for shape in ALL_SHAPES}) == len(ALL_SHAPES)
