"""登记册: what a county keeps, each declared in one line; list, form, files and paper follow it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.entity import REGISTRY, Entity, Field, Kind, When

COUNTY, TOWNSHIP = "county", "township"
MEASURED = frozenset({Kind.MONEY, Kind.NUMBER, Kind.HOURS})
DATES = frozenset({Kind.DAY, Kind.DATE, Kind.MONTH})
CHOSEN = frozenset({Kind.CHOICE, Kind.MANY, Kind.FLAG})
"""What a list can be narrowed by with a word."""
GROUPS = ("台账与人员", "教学资源", "学习活动", "组织领导", "督导考评", "技能与学分")
"""The menu's groups in their order; what is named here nowhere comes last."""
_TEXTS = (Kind.TEXT, Kind.PERSON_NAME, Kind.NOTE, Kind.REFERENCE)


@dataclass(frozen=True)
class Due:
    """A date that somebody must not miss: shown on the 工作台 so many days ahead, in rows whose
    `while_field` says one of `words` (every row, where it is empty)."""

    field: str
    text: str
    days: int = 30
    while_field: str = ""
    words: tuple[str, ...] = ()


THIS_YEAR, PAST, AHEAD, NOT_SAID = "this_year", "past", "ahead", "not_said"
"""How a date lies to today: in this year, gone by, today or later, not there."""


@dataclass(frozen=True)
class NamedView:
    """A filter with a name, as 在聘, 本年 or 逾期: rows that meet every condition of `says`, whose
    `dated` field lies so to today, and on which no row of the table `without` dated this year
    hangs. `todo` says that somebody must see to them: they are counted on the 工作台."""

    title: str
    says: tuple[When, ...] = ()
    dated: tuple[str, str] | None = None
    without: str = ""
    todo: bool = False


@dataclass(frozen=True)
class Marks:
    """A table of `details` that says of persons whether they were there. Nobody is there until
    somebody says so: a new row has no mark. With `hours` (a field of the register) attendance
    becomes training in one step: who has one of the words `present` gets a record over them on
    the register's `day`, which the table names in its field `record`."""

    table: str
    present: tuple[str, ...]
    day: str
    hours: str = ""
    mode: str = "集体学习"
    level: str = "支部"
    person: str = "member"
    mark: str = "mark"
    record: str = "record"


@dataclass(frozen=True, eq=False)
class Register:
    """One register; every part names fields of its entity.

    `same` are the fields by which two lines mean one thing, `totals` those that are added up,
    `details` the tables whose rows hang on one of this, one of which may hold `marks` of persons.
    `dated` is the date by whose year the list is narrowed, `views` are its filters with names.
    `meets` says that a row tells what one person learned on some days, so that another row or a
    class may tell of the same. `below_due` are dates of what hangs on a row, by its table. What is
    empty follows from the declaration: all fields are listed, searched are the texts, sorted is by
    title.
    """

    entity: Entity
    title: str
    group: str
    unit: str
    same: tuple[str, ...]
    listed: tuple[str, ...]
    filters: tuple[str, ...]
    searched: tuple[str, ...]
    sort: str
    totals: tuple[str, ...]
    printed: tuple[str, ...]
    details: tuple[str, ...]
    due: Due | None
    levels: tuple[str, ...]
    empty: str
    views: tuple[NamedView, ...]
    dated: str
    marks: Marks | None
    meets: bool
    below_due: tuple[tuple[str, Due], ...]

    @property
    def key(self) -> str:
        """How pages and packages call it."""
        return self.entity.name

    def fields(self, names: tuple[str, ...]) -> tuple[Field, ...]:
        """The declared fields of these names."""
        return tuple(self.entity.field(name) for name in names)

    def view(self, title: str) -> NamedView:
        """The named filter of this title; KeyError where there is none."""
        return {made.title: made for made in self.views}[title]

    def listed_details(self) -> Iterator[Entity]:
        """The tables that have a tab of rows; who was there has one of its own kind."""
        people = self.marks.table if self.marks else ""
        return (entity for entity in self.detail_entities() if entity.name != people)

    def detail_entities(self) -> Iterator[Entity]:
        """The tables whose rows hang on a row of this, in the order of their tabs."""
        for name in self.details:
            yield REGISTRY[name]


REGISTERS: dict[str, Register] = {}
"""Every declared register by the name of its entity."""


def register(  # noqa: PLR0913  (each keyword is a part of a register)
    name: str,
    title: str,
    *,
    group: str,
    same: tuple[str, ...],
    unit: str = "条",
    listed: tuple[str, ...] = (),
    filters: tuple[str, ...] = (),
    searched: tuple[str, ...] = (),
    sort: str = "",
    totals: tuple[str, ...] = (),
    printed: tuple[str, ...] = (),
    details: tuple[str, ...] = (),
    due: Due | None = None,
    levels: tuple[str, ...] = (COUNTY,),
    empty: str = "",
    views: tuple[NamedView, ...] = (),
    dated: str = "",
    marks: Marks | None = None,
    meets: bool = False,
    below_due: tuple[tuple[str, Due], ...] = (),
) -> Register:
    """Declare one; `levels` see it from the first day, the others when they switch it on."""
    entity = REGISTRY[name]
    shown = listed or tuple(field.name for field in entity.fields)
    chosen = tuple(f.name for f in entity.fields if f.kind in CHOSEN and f.name in shown)
    texts = tuple(f.name for f in entity.fields if f.kind in _TEXTS)
    REGISTERS[name] = Register(
        *(entity, title, group, unit, same, shown, filters or chosen, searched or texts),
        *(sort or entity.title, totals, printed or shown, details, due, levels),
        *(empty or f"{title}里还没有内容。", views, dated, marks, meets, below_due),
    )
    return REGISTERS[name]


def detail_of(entity: Entity) -> Register | None:
    """The register on whose rows the rows of this table hang."""
    return next((made for made in REGISTERS.values() if entity.name in made.details), None)


def date_of(entity: Entity) -> str:
    """The field that says when it was, of a row that hangs on another: its first date."""
    return next((f.name for f in entity.fields if f.kind in DATES), "")


def in_menu_order() -> list[Register]:
    """Every register, group by group, in a group as they are declared."""
    places = {group: place for place, group in enumerate(GROUPS)}
    return sorted(REGISTERS.values(), key=lambda made: places.get(made.group, len(places)))


def is_of_register(table: str) -> bool:
    """Whether it is a register, or hangs on one."""
    return table in REGISTERS or any(table in made.details for made in REGISTERS.values())


def by_group() -> Mapping[str, list[Register]]:
    """The registers of the menu, group by group."""
    found: dict[str, list[Register]] = {}
    for made in in_menu_order():
        found.setdefault(made.group, []).append(made)
    return found
