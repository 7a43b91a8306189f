"""One declaration per entity: schema, form, columns, workbook, package and audit text follow it."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, TypedDict, TypeVar, Unpack

from app.domain.uid import Uid, derived_uid

Value = str | int | float | bytes | None
"""What a field holds: text, number, the 16 bytes of a reference, or nothing."""


class Kind(Enum):
    """What a field holds and how it is read, shown and stored."""

    TEXT = "text"
    NOTE = "note"
    DATE = "date"  # YYYY, YYYY-MM or YYYY-MM-DD: the precision that is known, never completed
    DAY = "day"  # a full date
    CHOICE = "choice"
    HOURS = "hours"  # 0.5 steps
    NUMBER = "number"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    REFERENCE = "reference"
    FLAG = "flag"
    MONEY = "money"  # whole fen
    MONTH = "month"  # YYYY-MM
    PERSON_NAME = "person_name"  # kept as entered, found by pinyin
    ATTACHMENT = "attachment"  # photos and PDFs: name and digest, the content lies apart
    MANY = "many"  # several words of a code table, in its order, joined by 、

    # An enumeration hashes in Python code; readers are looked up by kind for every cell.
    __hash__ = object.__hash__


class Privacy(Enum):
    """Who may see a value without giving a reason."""

    OPEN = "open"
    MASKED = "masked"  # ID numbers, phones: masked unless asked for with a reason


class Scope(Enum):
    """Which sites may hold a row (design §4)."""

    ORGANIZATION = "organization"
    MEMBER = "member"
    CLASS = "class"
    ROW = "row"  # follows the row it speaks of
    BROADCAST = "broadcast"
    LOCAL = "local"


MANY_MARK = "、"
"""Between the words of a MANY field, as it is stored and as it is read."""

When = tuple[str, tuple[str, ...]]
"""A condition: the field, and the words one of which it must hold. Data, evaluated by `parse`."""

THE_COUNTY = "county"
"""In `said_by`: a township may only leave the field as a new row begins with."""


@dataclass(frozen=True, slots=True)
class Field:
    """One declared field; `label` is what the clerk reads."""

    name: str
    label: str
    kind: Kind
    required: bool = False
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    privacy: Privacy = Privacy.OPEN
    hint: str = ""
    longest: int = 200
    default: Value = None
    since: int = 0
    said_by: str = ""
    shown_when: When | None = None
    required_when: When | None = None
    fixed_when: When | None = None
    choices_where: When | None = None
    copied_from: str = ""
    once: bool = False
    no_copy: bool = False
    carried: bool = False
    by_action: bool = False


class Properties(TypedDict, total=False):
    """What may be declared of a field; what is left out is as `Field` has it."""

    required: bool
    synonyms: tuple[str, ...]
    choices: tuple[str, ...]
    refers_to: str
    privacy: Privacy
    hint: str
    longest: int
    default: Value
    since: int
    said_by: str
    shown_when: When | None
    required_when: When | None
    fixed_when: When | None
    choices_where: When | None
    copied_from: str
    once: bool
    no_copy: bool
    carried: bool
    by_action: bool


def declare(label: str, kind: Kind = Kind.TEXT, **properties: Unpack[Properties]) -> Any:
    """A dataclass field that carries its declaration; the name is filled in by `entity`.

    `since` is the migration step that added the field to a table that was there before: older
    programs, with which this one exchanges, do not know it. `said_by` names the reference to
    whose owner alone may say this field, or is `THE_COUNTY`: whether somebody completed a class
    is the word of whoever ran it. A field that is not `shown_when` holds nothing; one is needed
    `required_when`, and not changed any more `fixed_when` another holds one of the words; one that
    is fixed by its own word is never unsaid.

    A reference may name only rows that say one of the words of `choices_where`, a condition about
    the table it refers to; what was chosen before stays. `copied_from`, as in `teacher.workplace`,
    is what the form proposes when that reference is chosen. `once` is not changed after it was
    said, `no_copy` not taken along when a row is entered after the pattern of another, `carried`
    offered from row to row while many are entered. What is written `by_action` is said by an
    action of its own alone: no form, workbook or command fills it in.
    """
    made = Field("", label, kind, **properties)
    return dataclasses.field(default=made.default, metadata={"declared": made})


@dataclass(frozen=True, eq=False)  # one object per entity: hashing its fields costs every row
class Entity:
    """Everything the program knows about one kind of row.

    `owner` names the reference that leads to whose the row is: to an organization, a member, a
    class, or another row that has an owner in its turn; empty is the county. `writers` are the
    references one of which must be the sender's own for it to write the row.
    """

    name: str
    label: str
    scope: Scope
    fields: tuple[Field, ...]
    owner: str
    writers: tuple[str, ...]
    facts: bool  # append-only: never edited, a correction names what it supersedes
    title: str = ""
    """The field that says what a row is called wherever something refers to it."""
    identity: tuple[str, ...] = ()
    """The references that a row is one of: its identity follows from them, so that two sites that
    enter the same make one row. Empty where every row is one of its own."""

    def identity_of(self, values: Mapping[str, Value]) -> Uid | None:
        """The identity that follows from what a new row says; None where none follows."""
        parts = [values.get(name) for name in self.identity]
        known = [part for part in parts if isinstance(part, bytes)]
        whole = bool(parts) and len(known) == len(parts)
        return derived_uid(self.name.encode(), *known) if whole else None

    def field(self, name: str) -> Field:
        """The declared field of that name; KeyError when there is none."""
        return self._by_name[name]

    def has(self, name: str) -> bool:
        """Whether a field of that name is declared."""
        return name in self._by_name

    @property
    def belongs_to(self) -> str:
        """The table that the owner of these rows stands in; empty where it is the county, or where
        each row says it for itself."""
        return self.field(self.owner).refers_to if self.owner else ""

    @cached_property
    def written(self) -> tuple[Field, ...]:
        """The fields that a workbook can hold."""
        return tuple(field for field in self.fields if field.kind is not Kind.ATTACHMENT)

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}


REGISTRY: dict[str, Entity] = {}
"""Every declared entity by name, in order of declaration."""

TITLES = ("name", "title", "number")
"""The fields by which a row is called unless its entity says another."""

Declared = TypeVar("Declared", bound=type)


def entity(
    name: str,
    label: str,
    scope: Scope,
    *,
    owner: str = "",
    writers: tuple[str, ...] = (),
    facts: bool = False,
    title: str = "",
    identity: tuple[str, ...] = (),
) -> Callable[[Declared], Declared]:
    """Register a dataclass as an entity. `owner` is the reference that says whose a row is,
    `writers` those that say who may write it: the owner, where nothing else is said. `title` is
    what a row is called: its name, where nothing else is said. `identity` names the references
    that there is one row of."""

    def register(declared: Declared) -> Declared:
        fields = tuple(
            dataclasses.replace(item.metadata["declared"], name=item.name)
            for item in dataclasses.fields(declared)
        )
        written_by = writers or ((owner,) if owner else ())
        called = title or next((f.name for f in fields if f.name in TITLES), "")
        REGISTRY[name] = Entity(
            name, label, scope, fields, owner, written_by, facts, called, identity
        )
        return declared

    return register


def labels(made: Entity) -> dict[str, str]:
    """Field name to the word the clerk reads, for forms, headers and the audit text."""
    return {field.name: field.label for field in made.fields}


def typed_fields(made: Entity) -> tuple[Field, ...]:
    """The fields that people fill in."""
    return tuple(field for field in made.fields if not field.by_action)


def workbook_fields(made: Entity) -> tuple[Field, ...]:
    """Those of them that a workbook can hold."""
    return tuple(field for field in typed_fields(made) if field in made.written)
