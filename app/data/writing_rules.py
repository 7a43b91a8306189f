"""Who may write what: one answer for what a township writes itself and for what it sends.

`before` is the row as it stands (None for a new one), `said` what is newly written, field by
field: several values where several computers of one site wrote at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from app.data.reach import Reach
from app.data.site import current
from app.data.tombstones import is_erased
from app.domain.declarations import entity_named
from app.domain.entity import THE_COUNTY, Entity, Kind, Scope, Value
from app.domain.exchange.return_rules import CORRECTED, EXPLAINED
from app.domain.exchange.versions import GONE

Said = Mapping[str, Sequence[Value]]

OUTSIDE = "越权内容：不属于该单位范围内的党组织、人员或培训班"
UNKNOWN_PERSON = "所属人员不在本机，或不属于该单位"
COUNTY_ONLY = "县级统一设置：本机没有，由乡镇带回，请核对后接收"
ROOT = "越权内容：单位的上级由县里确定，乡镇不能改"
OTHERS_WORD = "越权内容：这一项由县里或举办单位认定，该单位不能填写"
TOO_DEEP = "党组织的层级太多，请与对方核对上级党组织"
RETURN_WORD = "越权内容：退回由县里办理，乡镇只能说明或更正"

_ANSWERS = {"state": (EXPLAINED, CORRECTED), "answer": None}


def refused_because(
    reach: Reach, entity: Entity, uid: bytes, before: Mapping[str, Value] | None, said: Said
) -> str | None:
    """Why a township with this reach may not write this; None when it may."""
    if entity.scope is Scope.BROADCAST:
        return COUNTY_ONLY
    if entity.scope is Scope.ROW:
        return _answer(reach, before, said)
    if entity.name == "organization" and before is None and uid in reach.roots:
        return None if _comes_back(reach, said) else ROOT
    values = _values(entity, before, said)
    given = list(_given(entity, before, values, said))
    if not all(_owned(reach, entity, uid, before, one) for one in (values, *given)):
        return UNKNOWN_PERSON if entity.has("member") else OUTSIDE
    if entity.name == "organization" and (reason := _misplaced(reach, uid, before, said)):
        return reason
    for name, written in _references(entity, said):
        if not all(_may_point(reach, entity, name, value, values) for value in written):
            return OUTSIDE
    for name in _bespoken(entity):
        if name in said and not all(
            _word_of(reach, entity, name, said[name], one) for one in (values, *given)
        ):
            return OTHERS_WORD
    return None if _judges_throughout(reach, entity, values, given) else OTHERS_WORD


def _misplaced(
    reach: Reach, uid: bytes, before: Mapping[str, Value] | None, said: Said
) -> str | None:
    """Why an organization does not go there: the site's own root stands where the county put it,
    and a tree has an end."""
    if uid in reach.roots and _ROOTED & said.keys():
        return ROOT
    parents = [_plain(Kind.REFERENCE, value) for value in said.get("parent", ())]
    moved = before is not None
    too_deep = moved and any(isinstance(p, bytes) and reach.too_deep(uid, p) for p in parents)
    return TOO_DEEP if too_deep else None


def _given(
    entity: Entity, before: Mapping[str, Value] | None, values: Mapping[str, Value], said: Said
) -> Iterator[Mapping[str, Value]]:
    """The row with each place it is newly given: it must be the sender's there too. A new row
    with one value for each stands where it says already."""
    for name in entity.writers:
        written = said.get(name, ())
        if before is not None or len(written) > 1:
            for value in written:
                yield {**values, name: _plain(entity.field(name).kind, value)}


def _judges_throughout(
    reach: Reach, entity: Entity, values: Mapping[str, Value], given: Sequence[Mapping[str, Value]]
) -> bool:
    """Whoever points a row elsewhere takes along what was judged of it: from a class to a class,
    both of them the sender's."""
    if not given:
        return True
    judges = {f.said_by for f in entity.fields if f.said_by and f.said_by != THE_COUNTY}
    return all(
        _own(reach, entity, name, one.get(name))
        for name in judges
        if any(one.get(name) != values.get(name) for one in given)
        for one in (values, *given)
    )


def may_supersede(
    reach: Reach, entity: Entity, about: Mapping[str, Value], *, said_it: bool
) -> bool:
    """Whether it may put another fact in the place of one that is about this: whoever keeps the
    signed sheet corrects it, and whoever said it takes it back while it is about its own."""
    session = about.get("session")
    of_class = reach.class_of(session) if isinstance(session, bytes) else None
    if of_class is not None and reach.runs(of_class):
        return True
    said = {name: [value] for name, value in about.items()}
    return said_it and refused_because(reach, entity, b"", None, said) is None


def _comes_back(reach: Reach, said: Said) -> bool:
    """A county that lost its store hears of an enrolled root from the township: it hangs below the
    county, or below a committee that is still to come."""
    county = current(reach.connection).organization
    found = "SELECT 1 FROM organization WHERE uid = ?"
    return GONE not in said and all(
        value is None or value == county or not reach.connection.execute(found, (value,)).fetchone()
        for value in (_plain(Kind.REFERENCE, value) for value in said.get("parent", ()))
    )


_ROOTED = {"parent", GONE}
"""What the county alone says of the organization a site was enrolled for."""


def _values(entity: Entity, before: Mapping[str, Value] | None, said: Said) -> Mapping[str, Value]:
    """The row as it stands; of a new one where it says that it belongs."""
    if before is not None:
        return before
    return {n: _plain(Kind.REFERENCE, said[n][0]) for n in _pointing(entity) if said.get(n)}


@cache
def _pointing(entity: Entity) -> tuple[str, ...]:
    """The references of a row: all that is asked to tell whose a new one is."""
    return tuple(field.name for field in entity.fields if field.kind is Kind.REFERENCE)


@cache
def _bespoken(entity: Entity) -> tuple[str, ...]:
    """The fields that not everybody may say."""
    return tuple(field.name for field in entity.fields if field.said_by)


def _owned(
    reach: Reach,
    entity: Entity,
    uid: bytes,
    before: Mapping[str, Value] | None,
    values: Mapping[str, Value],
) -> bool:
    # What is here is judged by where it is; what is new by where it says.
    if before is not None and entity.name == "organization":
        return reach.organization(uid)
    if before is not None and entity.name == "member":
        return reach.member(uid)
    return any(_own(reach, entity, name, values.get(name)) for name in entity.writers)


def _own(reach: Reach, entity: Entity, name: str, value: Value) -> bool:
    if not isinstance(value, bytes):
        return False
    table = entity.field(name).refers_to
    if table == "organization":
        return reach.organization(value)
    if table == "member":
        return reach.member(value)
    if table == "training_class":
        return reach.runs(value)
    above = entity_named(table)
    return bool(above.owner) and _own(reach, above, above.owner, reach.owner_of(above, value))


def _references(entity: Entity, said: Said) -> Iterator[tuple[str, Sequence[Value]]]:
    for name in _pointing(entity):
        if name in said:
            yield name, [_plain(Kind.REFERENCE, value) for value in said[name]]


def _may_point(
    reach: Reach, entity: Entity, name: str, value: Value, values: Mapping[str, Value]
) -> bool:
    """Whether it may name this, and could still write the row that does."""
    return _may_name(reach, entity, name, value, values) and (
        name not in entity.writers
        or any(
            _own(reach, entity, other, value if other == name else values.get(other))
            for other in entity.writers
        )
    )


def _may_name(
    reach: Reach, entity: Entity, name: str, value: Value, values: Mapping[str, Value]
) -> bool:
    """Whether a row of the sender's may point at this."""
    if value is None:
        return name != entity.owner  # what would be nobody's
    if not isinstance(value, bytes):
        return False
    table = entity.field(name).refers_to
    if table == "organization":
        return reach.organization(value)
    if table == "member":
        return (
            reach.member(value)
            or _listed(reach, value, values)
            or is_erased(reach.connection, value)
        )
    if table == "training_class":
        return reach.sees(value)
    above = entity_named(table)
    # Which facts another one may correct is asked of their sheet, not of their person.
    owner = None if above.facts or not above.owner else reach.owner_of(above, value)
    return owner is None or _may_name(reach, above, above.owner, owner, {})


def _listed(reach: Reach, member: bytes, values: Mapping[str, Value]) -> bool:
    """Whether that is about a class of the sender's on whose list this person stands."""
    of_class, session = values.get("training_class"), values.get("session")
    if isinstance(session, bytes):
        of_class = reach.class_of(session)
    return isinstance(of_class, bytes) and reach.takes_part(member, of_class)


def _word_of(
    reach: Reach,
    entity: Entity,
    name: str,
    written: Sequence[Value],
    values: Mapping[str, Value],
) -> bool:
    """Whether the sender is who may say that field."""
    field = entity.field(name)
    if field.said_by == THE_COUNTY:
        return set(written) <= {field.default}
    return _own(reach, entity, field.said_by, values.get(field.said_by))


def _answer(reach: Reach, before: Mapping[str, Value] | None, said: Said) -> str | None:
    """A return is the county's; whose row was sent back corrects it, or says how it is."""
    if before is None or not said.keys() <= _ANSWERS.keys():
        return RETURN_WORD
    allowed = _ANSWERS["state"] or ()
    if not set(said.get("state", ())) <= set(allowed):
        return RETURN_WORD
    person, of_class, place = (
        before.get(name) for name in ("member", "training_class", "organization")
    )
    own = (
        (isinstance(person, bytes) and reach.member(person))
        or (isinstance(of_class, bytes) and reach.runs(of_class))
        or (isinstance(place, bytes) and reach.organization(place))
    )
    return None if own else OUTSIDE


def _plain(kind: Kind, value: Value) -> Value:
    """References as identities, however they were written."""
    if kind is Kind.REFERENCE and isinstance(value, str):
        return bytes.fromhex(value)
    return value
