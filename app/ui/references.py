"""Where reference fields look up organizations and people."""

from functools import cache
from itertools import islice
from pathlib import Path

from app.data.queries.called_rows import called_rows
from app.data.queries.members import MemberFilter, member_of_uid, member_rows
from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.organizations import standing_organizations
from app.data.queries.registers import row_values
from app.data.queries.row_conditions import meeting
from app.data.queries.titles import Titles
from app.data.queries.training_classes import (
    ClassFilter,
    ClassRow,
    class_by_uid,
    class_ids,
    class_rows,
)
from app.domain.attachments import Attached
from app.domain.declarations import entity_named
from app.domain.entity import Value, When
from app.domain.people.former_names import former_names
from app.domain.people.names import search_key
from app.services import attachments
from app.services.store import Store
from app.ui.forms.reference_edit import Reference
from app.ui.today import today

_MOST = 40
_MOST_SEARCHED = 1000
"""Of people, classes and organizations, among whom those that may be chosen are looked for."""


@cache
def words_of(name: str) -> str:
    """A name with its pinyin, for finding it by either."""
    return f"{name} {search_key(name, '', '')}".lower()


def fits(wanted: str, title: str, former: str) -> str | None:
    """Whether an organization is meant, by the name it has ("") or, said in words, once had."""
    if wanted in words_of(title):
        return ""
    if not former:
        return None
    once = [name for name in former_names(former) if wanted in words_of(name)]
    return f"曾用名 {once[0]}" if once else None


class StoreReferences:
    """Reads the open store; texts fit by a part of the name, pinyin or initials."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, kind: str, text: str, where: When | None = None) -> list[Reference]:
        """What fits and may be chosen, best first."""
        searches = {
            "training_class": self._classes,
            "organization": self._organizations,
            "member": self._members,
        }
        if kind not in searches:
            return self._others(kind, text, where)
        found = searches[kind](text, _MOST if where is None else _MOST_SEARCHED)
        if where is None:
            return found
        connection = self._store.database.read()
        may = set(meeting(connection, entity_named(kind), where, (one.uid for one in found)))
        return [one for one in found if one.uid in may][:_MOST]

    def value(self, kind: str, uid: bytes, name: str) -> Value:
        """What a field of the row that was chosen says."""
        found = row_values(self._store.database.read(), entity_named(kind), uid)
        return (found or {}).get(name)

    def title(self, kind: str, uid: bytes) -> str:
        """The name of what was chosen."""
        connection = self._store.database.read()
        if kind == "organization":
            return OrganizationTitles(connection).of(uid, "（本机没有的党组织）")
        if kind == "training_class":
            held = class_by_uid(connection, uid, today(), counted=False)
            return f"{held.name}（{_told(held)}）" if held else "（本机没有的培训班）"
        if kind != "member":
            return Titles(connection).title(kind, uid)
        person = member_of_uid(connection, uid)
        return person.name if person else "（本机没有的人员）"

    @property
    def files(self) -> "StoreFiles":
        """Where attachments are kept."""
        return StoreFiles(self._store)

    def _others(self, kind: str, text: str, where: When | None) -> list[Reference]:
        wanted = text.lower()
        fitting = (
            Reference(row.uid, row.title, row.note)
            for row in called_rows(self._store.database.read(), entity_named(kind), where)
            if wanted in words_of(row.title)
        )
        return list(islice(fitting, _MOST))

    def _organizations(self, text: str, most: int) -> list[Reference]:
        wanted = text.lower()
        connection = self._store.database.read()
        titles = OrganizationTitles(connection)
        fitting = [
            Reference(row.uid, titles.of(row.uid), note)
            for row in standing_organizations(connection, {})
            if (note := fits(wanted, titles.of(row.uid), row.former_names)) is not None
        ]
        return sorted(fitting, key=lambda one: bool(one.note))[:most]

    def _classes(self, text: str, most: int) -> list[Reference]:
        connection = self._store.database.read()
        ids = class_ids(connection, ClassFilter(text=text))[:most]
        rows = {row.id: row for row in class_rows(connection, ids, today(), counted=False)}
        return [
            Reference(held.uid, held.name, _told(held)) for held in (rows[number] for number in ids)
        ]

    def _members(self, text: str, most: int) -> list[Reference]:
        connection = self._store.database.read()
        ids = list(self._store.people.ids(MemberFilter(text=text))[:most])
        place = {row_id: number for number, row_id in enumerate(ids)}
        rows = sorted(member_rows(connection, ids), key=lambda row: place[row.id]) if ids else []
        return [
            Reference(row.uid, row.name, f"{row.organization_title} {row.birth_date}")
            for row in rows
        ]


class StoreFiles:
    """Keeps and finds the contents of attachments."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def bring_in(self, path: Path) -> Attached:
        """Keep a file."""
        return attachments.bring_in(self._store, path)

    def content(self, one: Attached) -> bytes:
        """What was kept."""
        return attachments.content_of(self._store, one)

    def save_out(self, one: Attached, target: Path) -> Path:
        """Write it to a file."""
        return attachments.save_out(self._store, one, target)


def _told(held: ClassRow) -> str:
    """What tells a class from others of its name."""
    return f"{held.starts_on} {held.organizer} {held.state}"
