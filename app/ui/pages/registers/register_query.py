"""The rows of a register as its list asks for them."""

from collections.abc import Sequence
from datetime import date

from app.data.queries.registers import (
    ORGANIZATION,
    VIEW,
    YEAR,
    RegisterIndex,
    RegisterRow,
    register_rows,
    row_filter,
)
from app.domain.entity import Kind
from app.domain.registers import Register
from app.services.store import Store
from app.ui.tables.query import View
from app.ui.today import today

__all__ = ["ORGANIZATION", "VIEW", "YEAR", "RegisterQuery", "choices_of"]


class RegisterQuery:
    """Filters by the fields that are declared, and by organization with everything below."""

    def __init__(self, store: Store, register: Register) -> None:
        self._store, self._register = store, register
        self._index = RegisterIndex(register)

    def ids(self, view: View) -> Sequence[int]:
        """Ids in order."""
        day = date.fromisoformat(today())
        wanted = row_filter(view.text, view.filters, day, view.sort, view.descending)
        return self._index.ids(self._store.database.read(), wanted)

    def rows(self, ids: Sequence[int]) -> Sequence[RegisterRow]:
        """Rows by id."""
        return list(register_rows(self._store.database.read(), self._register.entity, ids))


def choices_of(register: Register, name: str) -> dict[str, object]:
    """The words of a filter, and what each means to the query."""
    about = register.entity.field(name)
    whole: dict[str, object] = {f"{about.label}：全部": None}
    if about.kind is Kind.FLAG:
        return whole | {f"{about.label}：是": 1, f"{about.label}：否": 0}
    return whole | {word: word for word in about.choices}
