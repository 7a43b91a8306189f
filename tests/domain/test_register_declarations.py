"""What nobody may declare: an unknown field, one hidden and needed, a list without title."""

import dataclasses
from collections.abc import Iterator

import pytest

from app.data.schema import DERIVED_COLUMNS, ROW_COLUMNS, STAMP_COLUMNS
from app.domain.declarations import ENTITIES
from app.domain.entity import MANY_MARK, REGISTRY, Entity, Field, Kind, Scope, When
from app.domain.people.choice_synonyms import chosen
from app.domain.registers import (
    CHOSEN,
    COUNTY,
    DATES,
    MEASURED,
    PAST,
    REGISTERS,
    TOWNSHIP,
    Due,
    Marks,
    NamedView,
    Register,
    date_of,
)
from app.domain.training.codes import LEVELS, MODES

_OURS = {*ROW_COLUMNS, *STAMP_COLUMNS, "gone"}
_TEXTS = (Kind.TEXT, Kind.NOTE, Kind.PERSON_NAME, Kind.PHONE, Kind.REFERENCE)


def of_entity(entity: Entity) -> Iterator[str]:
    """What is wrong with the fields of a table."""
    labels = [field.label for field in entity.fields]
    if len(labels) != len(set(labels)):
        yield "two fields of one label"
    for field in entity.fields:
        if field.name in _OURS | set(DERIVED_COLUMNS.get(entity.name, {})):
            yield f"{field.name}: a column of every table"
        yield from of_kind(field)
        for when in filter(None, (field.shown_when, field.required_when, field.fixed_when)):
            # What is fixed by its own word is never unsaid; nothing else speaks of itself.
            itself = when is field.fixed_when and when[0] == field.name
            yield from of_condition(entity, "" if itself else field.name, when)
        if field.by_action and (field.required or field.shown_when):
            yield f"{field.name}: nobody may fill it in, and it is asked for"
        if field.shown_when:
            yield from of_hidden(entity, field)
        if field.choices_where or field.copied_from:
            yield from of_what_is_referred_to(entity, field)


def of_kind(field: Field) -> Iterator[str]:
    if field.kind in (Kind.MANY, Kind.CHOICE) and len(set(field.choices)) < 2:
        yield f"{field.name}: nothing to choose from"
    if field.kind is Kind.MANY and any(MANY_MARK in word for word in field.choices):
        yield f"{field.name}: a word that reads as two"
    if unread := [word for word in field.choices if chosen(field.choices, word) != word]:
        yield f"{field.name}: words that are not read as they are written: {unread}"
    if field.kind is Kind.REFERENCE and field.refers_to not in REGISTRY:
        yield f"{field.name}: refers to nothing"


def of_hidden(entity: Entity, field: Field) -> Iterator[str]:
    if field.name in (entity.owner, entity.title, *entity.writers):
        yield f"{field.name}: says whose or what the row is and may be hidden"
    if field.required_when and not hides_nothing(field):
        yield f"{field.name}: needed while hidden"
    if field.default is not None:
        yield f"{field.name}: a default where nothing may stand"


def of_what_is_referred_to(entity: Entity, field: Field) -> Iterator[str]:
    if field.choices_where:
        if field.kind is not Kind.REFERENCE or field.required_when or field.name == entity.owner:
            yield f"{field.name}: nothing whose choices could be limited"
        else:
            yield from of_condition(REGISTRY[field.refers_to], "", field.choices_where)
    if field.copied_from:
        source, _, copied = field.copied_from.partition(".")
        above = REGISTRY[entity.field(source).refers_to] if entity.has(source) else None
        if above is None or not above.has(copied) or above.field(copied).kind is not field.kind:
            yield f"{field.name}: copied from what is not there, or of another kind"


def hides_nothing(field: Field) -> bool:
    shown, needed = field.shown_when, field.required_when
    assert shown is not None
    assert needed is not None
    return shown[0] == needed[0] and set(needed[1]) <= set(shown[1])


def of_condition(entity: Entity, name: str, when: When) -> Iterator[str]:
    if not entity.has(when[0]) or when[0] == name:
        yield f"{name}: a condition about no other field"
        return
    about = entity.field(when[0])
    words = ("是", "否") if about.kind is Kind.FLAG else about.choices
    if not when[1] or not set(when[1]) <= set(words):
        yield f"{name}: a condition nobody can meet"


def of_register(made: Register) -> Iterator[str]:
    """What is wrong with a register."""
    entity = made.entity
    named = {*made.listed, *made.filters, *made.searched, *made.totals, *made.printed, *made.same}
    unknown = sorted(name for name in {*named, made.sort} if not entity.has(name))
    if unknown:
        yield f"unknown fields: {unknown}"
        return
    if not entity.title or entity.title not in made.listed or entity.title not in made.printed:
        yield "a list without the title of its rows"
    if entity.scope is not Scope.LOCAL and not entity.owner:
        yield "nobody's"
    if not set(made.levels) <= {COUNTY, TOWNSHIP}:
        yield "levels"
    yield from of_parts(made)
    yield from of_due(made)
    yield from of_details(made)
    yield from of_views(made)
    if made.marks:
        yield from of_marks(made)


def of_parts(made: Register) -> Iterator[str]:
    entity = made.entity
    for name in made.filters:
        if entity.field(name).kind not in CHOSEN:
            yield f"{name}: a filter on what is written freely"
    for name in made.searched:
        if entity.field(name).kind not in _TEXTS:
            yield f"{name}: searched, but no text"
    for name in made.totals:
        if entity.field(name).kind not in MEASURED:
            yield f"{name}: cannot be added up"
    for name in made.same:
        if not entity.field(name).required:
            yield f"{name}: tells rows apart but may be empty"


def of_details(made: Register) -> Iterator[str]:
    for name in made.details:
        detail = REGISTRY.get(name)
        if detail is None or not detail.owner or detail.field(detail.owner).refers_to != made.key:
            yield f"{name}: hangs on another table"
        elif not detail.title:
            yield f"{name}: without a title"


def of_views(made: Register) -> Iterator[str]:
    entity = made.entity
    for view in made.views:
        if not (view.says or view.dated or view.without):
            yield f"{view.title}: shows everything"
        for when in view.says:
            said = tuple(word for word in when[1] if word)
            if said or not when[1]:
                yield from of_condition(entity, "", (when[0], said))
        if view.dated and not is_date(entity, view.dated[0]):
            yield f"{view.title}: of no date"
        if view.without and (
            view.without not in made.details or not date_of(REGISTRY[view.without])
        ):
            yield f"{view.title}: without what does not hang on it, or has no date"
    if made.dated and not is_date(entity, made.dated):
        yield "the year of no date"


def is_date(entity: Entity, name: str) -> bool:
    return entity.has(name) and entity.field(name).kind in DATES


def of_marks(made: Register) -> Iterator[str]:
    marks = made.marks
    assert marks is not None
    if marks.table not in made.details:
        yield "marks that do not hang on it"
        return
    below = REGISTRY[marks.table]
    if not below.has(marks.person) or below.field(marks.person).refers_to != "member":
        yield "marks of nobody"
    mark = below.field(marks.mark)
    if mark.kind is not Kind.CHOICE or not set(marks.present) < set(mark.choices):
        yield "marks without a word for who was there"
    if mark.default is not None or mark.required:
        yield "marks that say something before anybody did"
    day = made.entity.field(marks.day)
    if day.kind is not Kind.DAY or not day.required:
        yield "marks of no day"
    if marks.hours and (
        made.entity.field(marks.hours).kind is not Kind.HOURS
        or not below.has(marks.record)
        or below.field(marks.record).refers_to != "record"
        or marks.mode not in MODES
        or marks.level not in LEVELS
    ):
        yield "marks that bring no hours"


def of_due(made: Register) -> Iterator[str]:
    told = [(made.entity, made.due)] if made.due is not None else []
    for table, below in made.below_due:
        if table not in made.details:
            yield f"{table}: due, and hangs on nothing here"
        else:
            told.append((REGISTRY[table], below))
    for entity, due in told:
        if not is_date(entity, due.field):
            yield "due on no date"
        if due.while_field:
            yield from of_condition(entity, due.field, (due.while_field, due.words))


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.name)
def test_every_table_can_be_what_it_declares(entity: Entity) -> None:
    assert list(of_entity(entity)) == []


@pytest.mark.parametrize("made", REGISTERS.values(), ids=lambda made: made.key)
def test_every_register_can_be_what_it_declares(made: Register) -> None:
    assert list(of_register(made)) == []
    assert made.title not in [other.title for other in REGISTERS.values() if other is not made]


def _wrong(name: str, /, **more: object) -> Entity:
    entity = REGISTRY["teacher"]
    fields = tuple(
        dataclasses.replace(f, **more) if f.name == name else f  # type: ignore[arg-type]
        for f in entity.fields
    )
    return dataclasses.replace(entity, fields=fields)


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("left_why", {"required_when": ("state", ("在聘",))}, "needed while hidden"),
        ("left_why", {"shown_when": ("status", ("退出",))}, "no other field"),
        ("left_why", {"shown_when": ("state", ("走了",))}, "nobody can meet"),
        ("left_why", {"default": "调离"}, "a default"),
        ("name", {"shown_when": ("state", ("在聘",))}, "may be hidden"),
        ("subjects", {"choices": ("党史、党性", "其他")}, "reads as two"),
        ("sex", {"label": "备注"}, "one label"),
        ("grade", {"name": "rank"}, "every table"),
        ("grade", {"choices_where": ("state", ("在用",))}, "could be limited"),
        ("grade", {"copied_from": "organization.level"}, "another kind"),
        ("grade", {"copied_from": "owner.name"}, "not there"),
    ],
)
def test_what_nobody_may_declare(name: str, more: dict[str, object], said: str) -> None:
    assert any(said in problem for problem in of_entity(_wrong(name, **more)))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"listed": ("state",)}, "title"),
        ({"filters": ("courses",)}, "freely"),
        ({"same": ("name", "phone")}, "may be empty"),
        ({"totals": ("name",)}, "added up"),
        ({"sort": "nothing"}, "unknown"),
        ({"details": ("venue_use",)}, "another table"),
        ({"due": Due("state", "x")}, "no date"),
        ({"below_due": (("member", Due("birth_date", "x")),)}, "hangs on nothing here"),
        ({"dated": "state"}, "the year of no date"),
        ({"views": (NamedView("全部"),)}, "everything"),
        ({"views": (NamedView("走了", (("state", ("走了",)),)),)}, "nobody can meet"),
        ({"views": (NamedView("逾期", dated=("state", PAST)),)}, "no date"),
        ({"marks": Marks("venue_use", ("到会",), "to_on")}, "do not hang"),
        ({"views": (NamedView("没用", without="venue_use"),)}, "does not hang"),
    ],
)
def test_what_no_register_may_be(more: dict[str, object], said: str) -> None:
    made = dataclasses.replace(REGISTERS["teacher"], **more)  # type: ignore[arg-type]
    assert any(said in problem for problem in of_register(made))
