"""Which row of any kind a written name means: one, none, or several to choose from."""

from dataclasses import dataclass, field
from functools import cache

from app.data.database import Connection
from app.data.queries.called_rows import NUMBER_MARK, CalledRow, called_rows
from app.data.queries.row_conditions import meeting
from app.data.queries.titles import Titles
from app.domain.declarations import entity_named
from app.domain.entity import Field
from app.domain.errors import Ambiguous, AppError, InvalidInput, NotFound
from app.domain.parsing import Unfit
from app.domain.people.names import match_key
from app.domain.uid import uid_from_text
from app.services.organizations import find_organization
from app.services.people import find_member
from app.services.store import Store

_MOST_SHOWN = 3


def find_row(store: Store, kind: str, text: str) -> bytes:
    """The one row of this name or id.

    Raises:
        NotFound: there is none.
        Ambiguous: there are several; with their ids.
    """
    if kind == "organization":
        return find_organization(store, text).uid
    if kind == "member":
        return find_member(store, text).uid
    found = _Called(store.database.read(), kind).of(text)
    label = entity_named(kind).label
    if not found:
        raise NotFound(f"没有名为“{text}”的{label}。", "请检查名称，或先用 list 查出编号。")
    if len(found) > 1:
        raise Ambiguous(
            f"名为“{text}”的{label}不止一个。", [(row.uid.hex(), row.words) for row in found]
        )
    return found[0].uid


def choices_in(connection: Connection) -> Unfit:
    """Judges what a reference names by its `choices_where`, each row once."""

    @cache
    def unfit(named: Field, uid: bytes) -> str:
        entity, where = entity_named(named.refers_to), named.choices_where
        if where is None or next(meeting(connection, entity, where, [uid]), None) is not None:
            return ""
        words = "”“".join(word or "未填" for word in where[1])
        title = Titles(connection).title(entity.name, uid)
        return f"{named.label}“{title}”的{entity.field(where[0]).label}不是“{words}”，不能选"

    return unfit


@dataclass
class WrittenReferences:
    """Looks up the names of a whole workbook: every table is read once, every word decided once."""

    connection: Connection
    unknown: dict[tuple[str, str], int] = field(default_factory=dict)
    """Kind and word that mean nothing here, and how often they were met."""
    _added: dict[tuple[str, str], list[bytes]] = field(default_factory=dict)
    _tables: dict[str, "_Called"] = field(default_factory=dict)
    _decided: dict[tuple[str, str], bytes | AppError] = field(default_factory=dict)

    def __call__(self, named: Field, text: str) -> bytes:
        """As `parse` asks for it.

        Raises:
            InvalidInput: nothing is called so, or several are.
        """
        key = (named.refers_to, text)
        if key not in self._decided:
            self._decided[key] = self._decide(named, text)
        decided = self._decided[key]
        if isinstance(decided, AppError):
            if isinstance(decided, NotFound):
                self.unknown[key] = self.unknown.get(key, 0) + 1
            raise InvalidInput({named.name: decided.message})
        return decided

    def add(self, kind: str, title: str, uid: bytes) -> None:
        """A row that the same workbook brings: lines further below may name it."""
        self._added.setdefault((kind, match_key(title.strip())), []).append(uid)

    def _decide(self, named: Field, text: str) -> bytes | AppError:
        kind = named.refers_to
        if kind not in self._tables:
            self._tables[kind] = _Called(self.connection, kind)
        found = self._tables[kind].of(text)
        brought = self._added.get((kind, match_key(text.strip())), [])
        if len(found) + len(brought) == 1:
            return found[0].uid if found else brought[0]
        if brought:
            return AppError(f"{named.label}“{text[:30]}”不止一个，请写全或分次导入")
        label = entity_named(kind).label
        if not found:
            return NotFound(f"{named.label}“{text[:30]}”在本机没有，请先登记，或改成已有的{label}")
        listed = "、".join(row.words for row in found[:_MOST_SHOWN])
        return AppError(f"{named.label}“{text[:30]}”不止一个（{listed}），请写全")


class _Called:
    """The rows of one table by everything that may be written for them, the surest first."""

    def __init__(self, connection: Connection, kind: str) -> None:
        self._by: tuple[dict[str, list[CalledRow]], ...] = ({}, {}, {})
        self._uids: dict[bytes, CalledRow] = {}
        for row in called_rows(connection, entity_named(kind)):
            self._uids[row.uid] = row
            for words, table in zip((row.words, row.title, row.name), self._by, strict=True):
                table.setdefault(match_key(words), []).append(row)

    def of(self, text: str) -> list[CalledRow]:
        """Rows of this id or name; by title before bare name."""
        uid = uid_from_text(text.rpartition(NUMBER_MARK)[2].strip())
        if uid is not None and uid in self._uids:
            return [self._uids[uid]]
        wanted = match_key(text.strip())
        return next((table[wanted] for table in self._by if wanted in table), [])
