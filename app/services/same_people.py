"""可能是同一人: who of the store may stand in it twice; merged and taken apart again, or said to be
two people, which is remembered everywhere."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.data.imports.known_people import known_members
from app.data.queries.titles import Titles
from app.data.queries.trainings_told import told_apart
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError
from app.domain.masking import mask_id_number, mask_phone
from app.domain.people.codes import APART_PEOPLE
from app.domain.people.names import match_key
from app.domain.people.roster_match import KnownMember
from app.domain.people.same_person import Likely, in_common
from app.services.keeping import refuse_kept_elsewhere
from app.services.store import Store

MERGED = "合并同一人"
"""The name under which 待核实 merges people, so that its undo takes this back as well."""
APART = "核对为不同的人"


@dataclass(frozen=True, slots=True)
class PersonSide:
    """One of two, as they are compared; numbers are masked."""

    uid: bytes
    name: str
    number: str
    born: str
    phone: str
    status: str
    organization: str

    @property
    def words(self) -> str:
        """On one line."""
        parts = (self.name, self.number, self.born, self.phone, self.organization, self.status)
        return "　".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class SamePair:
    """Two rows that may be one person, and what they have in common."""

    one: PersonSide
    other: PersonSide
    why: str


def possible_pairs(store: Store) -> list[SamePair]:
    """Everybody who may stand here twice and of whom nobody has said that they are two."""
    with store.database.snapshot() as connection:
        apart, titles = told_apart(connection), Titles(connection)
        by_name: dict[str, list[KnownMember]] = defaultdict(list)
        for member in known_members(connection).values():
            by_name[match_key(str(member.values.get("name") or ""))].append(member)
        found = []
        for people in by_name.values():
            for one, other in _pairs(people):
                shared = in_common(one.values, other.values)
                if shared and frozenset((one.uid.hex(), other.uid.hex())) not in apart:
                    why = f"姓名、{'、'.join(shared)}相同"
                    found.append(SamePair(_side(titles, one), _side(titles, other), why))
    return sorted(found, key=lambda pair: (pair.one.organization, pair.one.name))


def _pairs(people: Sequence[KnownMember]) -> "list[tuple[KnownMember, KnownMember]]":
    ordered = sorted(people, key=lambda one: one.uid)
    return [(a, b) for n, a in enumerate(ordered) for b in ordered[n + 1 :]]


def _side(titles: Titles, member: KnownMember) -> PersonSide:
    values = member.values
    said = {name: str(values.get(name) or "") for name in ("name", "birth_date", "status")}
    return PersonSide(
        member.uid,
        said["name"],
        mask_id_number(str(values.get("id_number") or "")),
        said["birth_date"],
        mask_phone(str(values.get("phone") or "")),
        said["status"],
        titles.organization("member", member.uid),
    )


def likely_same(store: Store, values: Mapping[str, Value]) -> list[str]:
    """Who a person about to be entered may already be; in words, masked."""
    with store.database.snapshot() as connection:
        titles = Titles(connection)
        likely = Likely(known_members(connection))
        return [f"{_side(titles, one).words}（{why}）" for one, why in likely.people(values)]


def merge_people(store: Store, kept: bytes, other: bytes) -> None:
    """`other` is `kept`: his training, posts and papers are found under the one that is kept. It
    can be taken back (`services.review.undoing_decisions.undo`).

    Raises:
        AppError: one is another site's, they are one already, or somebody said that they are two.
    """
    if kept == other:
        raise AppError("这是同一条记录。", "请选择两个人。")
    for person in (kept, other):
        refuse_kept_elsewhere(store, person)
    entity = entity_named("member")
    with store.change(MERGED, summary=_name(store, kept)) as change:
        rows = [change.row(entity, uid).values for uid in (kept, other)]
        if any(row.get("merged_into") for row in rows):
            raise AppError("其中一人已经并入别人。", "请重新打开名单后再办。", code="merged")
        change.update(entity, other, {"merged_into": kept})


def say_two_people(store: Store, one: bytes, other: bytes) -> None:
    """They are two: not asked about again, here and wherever they are known.

    Raises:
        AppError: another site keeps one of them.
    """
    for person in (one, other):
        refuse_kept_elsewhere(store, person)
    first, second = sorted((one, other))
    values: dict[str, Value] = {
        "member": first,
        "other": second,
        "kind": APART_PEOPLE,
        "one": first.hex(),
        "another": second.hex(),
    }
    with store.change(APART, summary=_name(store, one)) as change:
        change.create(entity_named("told_apart"), values)


def _name(store: Store, uid: bytes) -> str:
    return Titles(store.database.read()).title("member", uid)
