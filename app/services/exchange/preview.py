"""The preview of a package in the clerk's words: which organization, whom, what, before → after."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.data.exchange.listed_changes import DISPUTED, REMOVED, RESTORED, ListedChange
from app.data.queries.titles import Titles
from app.domain.declarations import entity_named
from app.domain.entity import Field, Value
from app.domain.wording import masked_apart, words_of
from app.services.exchange.package_view import FieldLine, PackageView, PreviewLine
from app.services.store import Store

if TYPE_CHECKING:
    from app.services.exchange.package_view import PackageView

LONGEST = 80
"""Characters of one value; a preview is a list, not the page of the row."""

_HIDDEN = {
    "certificate": ("content", "digest"),
    "issued_paper": ("content", "digest"),
    "row_return": ("row",),
}
_OWN = dict.fromkeys(("attendance", "record", "post", "membership_change"), ("member",))
_TOLD = {
    REMOVED: "对方删除了这一条",
    RESTORED: "对方恢复了删除的这一条",
    DISPUTED: "一方删除，另一方修改或恢复",
}


def preview_lines(store: Store, view: PackageView) -> list[PreviewLine]:
    """Every listed row of a package, what people must look at first, then by organization."""
    if view.lines:
        return list(view.lines)
    with store.database.snapshot() as connection:
        return lines_of(Titles(connection), view.rows)


def lines_of(titles: Titles, shown: Iterable[ListedChange]) -> list[PreviewLine]:
    """The same; to be called where the rows are: before a preview is rolled back."""
    made = [_line(titles, *one) for one in shown]
    return sorted(made, key=lambda line: (line.what != DISPUTED, line.organization))


def _line(
    titles: Titles, what: str, entity: str, uid: bytes, changes: dict[str, tuple[Value, Value]]
) -> PreviewLine:
    subject = titles.subject(entity, uid)
    declared = entity_named(entity)
    hidden = (*_HIDDEN.get(entity, ()), *_OWN.get(entity, ()))
    fields = tuple(
        _field(titles, entity, declared.field(name), before, after)
        for name, (before, after) in changes.items()
        if declared.has(name) and name not in hidden
    )
    if "name" in changes and what == DISPUTED:
        subject = str(changes["name"][0] or subject)  # as it is called here
    return PreviewLine(
        what,
        entity,
        declared.label,
        uid,
        titles.organization(entity, uid),
        subject,
        fields,
        "" if fields else _TOLD.get(what, ""),
    )


def _field(titles: Titles, entity: str, field: Field, before: Value, after: Value) -> FieldLine:
    shown = masked_apart(field, [before, after])
    told = [_words(titles, entity, field, value) for value in shown]
    return FieldLine(field.name, field.label, told[0], told[1])


def _words(titles: Titles, entity: str, field: Field, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return titles.title(field.refers_to, value)
    if entity == "row_return" and field.name == "entity":
        return titles.kind(str(value))
    text = words_of(field, value, full=True)  # masked already
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
