"""What a line of a register's workbook says by several columns: whose it is, and when it was."""

import datetime
from collections.abc import Mapping
from functools import cached_property

from app.data.database import Connection
from app.domain.columns_beside import BRANCH, NUMBER, PERIOD, PHONE, SPAN, has_span, owned_by_person
from app.domain.entity import Entity
from app.domain.errors import InvalidInput, NotFound
from app.domain.field_values import Raw, as_text
from app.domain.people.roster_file import CellValue
from app.domain.training.written_period import without_time, written_period
from app.domain.uid import uid_from_text
from app.services.named_people import NamedPeople, named_people


class LineReading:
    """Reads the lines of one file; `common` is said of every line that leaves it open."""

    def __init__(self, connection: Connection, common: Mapping[str, Raw]) -> None:
        self._connection, self._common = connection, common

    def __call__(self, entity: Entity, cells: Mapping[str, CellValue]) -> dict[str, Raw]:
        """The cells by field.

        Raises:
            InvalidInput: nobody, or several may be meant; or the days cannot be told.
        """
        found: dict[str, Raw] = {n: raw for n, raw in cells.items() if entity.has(n)}
        if PERIOD in cells:
            for name, day in zip(SPAN, self._period(cells[PERIOD]), strict=True):
                found.setdefault(name, day)
        for name, value in self._common.items():
            if entity.has(name):
                found.setdefault(name, value)
        for name in SPAN if has_span(entity) else ():
            raw = found.get(name)
            found |= {name: without_time(raw)} if isinstance(raw, str) else {}
        if owned_by_person(entity):
            found[entity.owner] = self._person(entity, cells)
        return found

    def _period(self, raw: CellValue) -> tuple[str, str]:
        if isinstance(raw, datetime.date):
            day = raw.isoformat()[: len("2026-03-05")]
            return day, day
        try:
            return written_period(as_text(raw))
        except InvalidInput as error:
            raise InvalidInput({PERIOD: error.problems[""]}) from error

    def _person(self, entity: Entity, cells: Mapping[str, CellValue]) -> bytes:
        name = as_text(cells.get(entity.owner)).strip()
        uid = uid_from_text(name)
        if uid is not None:
            return uid
        texts = (as_text(cells.get(column)).strip() for column in (PHONE, BRANCH))
        try:
            return self._people.the_one(*_apart(name, cells.get(NUMBER), *texts)).uid
        except NotFound as error:
            raise InvalidInput({entity.owner: error.message}) from error
        except InvalidInput as error:
            where = NUMBER if cells.get(NUMBER) else entity.owner
            raise InvalidInput({where: next(iter(error.problems.values()))}) from error

    @cached_property
    def _people(self) -> NamedPeople:
        return named_people(self._connection)


def _apart(name: str, number: object, phone: str, branch: str) -> tuple[str, object, str, str]:
    """王小明（李家村党支部）: an export tells two of one name apart by the branch behind it."""
    bare, mark, rest = name.partition("（")
    return (bare if mark else name), number, phone, branch or rest.rstrip("）")
