"""What the file of a paper is called: its kind, and what it is about."""

import re
from collections.abc import Sequence

from app.data.queries.headcount import saved
from app.data.queries.members import member_of_uid
from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.package_log import logged_package
from app.data.queries.titles import Titles
from app.data.queries.training_classes import class_by_uid
from app.domain.file_names import clean_name
from app.services.papers.catalogue import (
    CLASS,
    MEMBER,
    ORGANIZATION,
    PACKAGE,
    YEAR,
    At,
    document_at,
    document_kind,
)
from app.services.papers.selection import Selection
from app.services.store import Store

_YEAR = re.compile(r"\d{4}|[〇零一二三四五六七八九]{4}年")


def paper_name(store: Store, kinds: Sequence[str], chosen: Selection, suffix: str = "") -> str:
    """As in `2026年春季党员轮训班 参训情况反馈单.pdf`. A person is named only where the paper is
    about that person alone."""
    entries = [document_kind(kind) for kind in kinds]
    needs = {need for entry in entries for need in entry.needs}
    about = [
        _class(store, chosen) if CLASS in needs else "",
        f"{chosen.year}年" if YEAR in needs and chosen.year else "",
        _people(store, chosen) if MEMBER in needs else "",
        _place(store, chosen) if ORGANIZATION in needs or YEAR in needs else "",
        _package(store, kinds[0], chosen) if PACKAGE in needs else "",
        _row(store, entries[0].row_of, chosen),
    ]
    title = "和".join(entry.title for entry in entries)
    return clean_name(" ".join([*(part for part in about if part), title]), suffix)


def queue_name(store: Store, kinds: Sequence[str], chosen: Selection) -> str:
    """What the printer's queue shows to everybody who prints there, and what a file printed to is
    called at first: which class or place it is about, but never a person."""
    entries = [document_kind(kind) for kind in kinds]
    if any(MEMBER in entry.needs for entry in entries):
        return "和".join(entry.title for entry in entries)
    return paper_name(store, kinds, chosen)


def _class(store: Store, chosen: Selection) -> str:
    """Names return every year; then the year is told too."""
    held = chosen.training_class and class_by_uid(
        store.database.read(), chosen.training_class, "9999-12-31"
    )
    if not held:
        return ""
    return held.name if _YEAR.search(held.name) else f"{held.starts_on[:4]}年{held.name}"


def _people(store: Store, chosen: Selection) -> str:
    if len(chosen.members) != 1:
        return f"{len(chosen.members)}人" if chosen.members else ""
    person = member_of_uid(store.database.read(), chosen.members[0])
    year = f" {chosen.year}年" if chosen.year else ""
    return f"{person.name}{year}" if person is not None else ""


def _place(store: Store, chosen: Selection) -> str:
    if chosen.organization is None:
        return store.site.name
    return OrganizationTitles(store.database.read()).of(chosen.organization)


def _row(store: Store, register: str, chosen: Selection) -> str:
    return (
        Titles(store.database.read()).title(register, chosen.row) if register and chosen.row else ""
    )


def _package(store: Store, kind: str, chosen: Selection) -> str:
    number = chosen.package
    if kind == document_at(At.HEADCOUNT) and not number:  # the newest that was received, not sent
        found = saved(store.database.read(), 0)
        number = found[0] if found is not None else 0
    logged = logged_package(store.database.read(), number)
    if logged is None:
        return ""
    entry, peer = logged
    sender = store.site.name if entry.direction == "out" else peer
    return f"{sender} 第{entry.sequence}号包 {entry.at[:10]}"
