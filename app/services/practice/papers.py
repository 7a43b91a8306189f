"""Every document of the catalogue printed for a practice store."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.data.queries.members import MemberFilter, member_ids, uids_of
from app.data.queries.registers import every_row
from app.data.queries.training_classes import ClassFilter, ClassRow, class_ids, class_rows
from app.domain.entity import REGISTRY
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.documents import write_document
from app.services.papers.catalogue import CATALOGUE, CLASS, MEMBER, PACKAGE, DocumentKind
from app.services.papers.printable import may_print
from app.services.papers.selection import Selection
from app.services.store import Store

if TYPE_CHECKING:
    from app.services.practice.demo_sites import Demo

ARCHIVES = 20
"""So many archives are printed: enough to look at, quick to make."""


def print_all(demo: "Demo", name: str, store: Store, progress: Progress) -> None:
    """Write every document in every format it has."""
    for kind in CATALOGUE:
        for title, chosen in _selections(store, kind):
            for suffix in kind.formats:
                path = demo.out / "documents" / f"{name}-{kind.title}{title}.{suffix}"
                write_document(store, kind.id, chosen, path, progress)
                demo.documents.append(path)


def _selections(store: Store, kind: DocumentKind) -> list[tuple[str, Selection]]:
    year = (date.today() - timedelta(days=30)).year
    if CLASS in kind.needs:
        wanted = {"certificate": True, "attendance_proof": False}.get(kind.id)
        return [
            (f"-{row.name}", Selection(training_class=row.uid))
            for row in _classes(store)
            if wanted is None or bool(row.certificates) == wanted
        ]
    if MEMBER in kind.needs:
        people = tuple(_people(store))
        return [("", Selection(members=people, year=year))] if people else []
    if PACKAGE in kind.needs:
        return [("", Selection())]
    if kind.row_of:
        return _rows(store, kind)
    return [("", Selection(organization=store.site.organization, year=year))]


def _rows(store: Store, kind: DocumentKind) -> list[tuple[str, Selection]]:
    """Those that something can be printed of already."""
    made, connection = REGISTRY[kind.row_of], store.database.read()
    found = []
    for row in every_row(connection, made):
        chosen = Selection(row=row.uid)
        try:
            may_print(store, kind.id, chosen)
        except AppError:
            continue
        found.append((f"-{row.values[made.title]!s}", chosen))
    return found


def _classes(store: Store) -> list[ClassRow]:
    connection = store.database.read()
    wanted = ClassFilter(organization=store.site.organization, descending=False)
    found = class_rows(connection, class_ids(connection, wanted), date.today().isoformat())
    own = [row for row in found if row.organization == store.site.organization]
    return sorted(own, key=lambda row: row.id)


def _people(store: Store) -> list[bytes]:
    connection = store.database.read()
    ids = member_ids(connection, MemberFilter(organization=store.site.organization))
    return uids_of(connection, ids[:ARCHIVES])
