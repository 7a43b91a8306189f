"""The column of a declared field, by its kind: how wide it is, and whether it holds figures."""

from app.data.queries.registers import RegisterRow
from app.domain.entity import Field, Kind
from app.domain.registers import MEASURED
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered

_WIDTHS = {
    Kind.NOTE: 220,
    Kind.TEXT: 150,
    Kind.REFERENCE: 170,
    Kind.MANY: 180,
    Kind.ATTACHMENT: 150,
    Kind.PHONE: 106,
    Kind.ID_NUMBER: 154,
    Kind.PERSON_NAME: 120,
    Kind.DATE: 96,
    Kind.DAY: 96,
    Kind.MONEY: 106,
}
_FIRM = (Kind.PHONE, Kind.ID_NUMBER)
"""Told apart by their last digits."""
_USUAL = 88
_LETTER = 15
"""Pixels of one character of a heading, with what stands beside it."""


def column_of(about: Field) -> Column[RegisterRow]:
    """As a register lists it; lines of a note follow one another."""
    return Column(
        about.label,
        lambda row: " ".join(row.words(about).split("\n")),
        sort=about.name,
        width=_width(about),
        right=about.kind in MEASURED,
        date=about.kind in (Kind.DATE, Kind.DAY),
        firm=about.kind in _FIRM,
    )


def detail_column_of(about: Field) -> Column[Numbered[RegisterRow]]:
    """As a list of what hangs on a row shows it."""
    return Column(
        about.label,
        lambda one: " ".join(one.row.words(about).split("\n")),
        width=_width(about),
        right=about.kind in MEASURED,
        date=about.kind in (Kind.DATE, Kind.DAY),
        firm=about.kind in _FIRM,
    )


def _width(about: Field) -> int:
    return max(_WIDTHS.get(about.kind, _USUAL), len(about.label) * _LETTER + 20)
