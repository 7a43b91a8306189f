"""One training told twice: by two sites, two imports, or as a class and a record of it.

It is shown and asked, never dropped and never counted twice without a word: a line of a workbook
waits for the answer, a row that was entered by hand says what it meets, and what came by package
is found by looking through a year.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.data.database import Connection
from app.data.queries.titles import Titles
from app.data.queries.trainings_told import pairs_of_year, told_apart, trainings_between
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.people.codes import APART_TRAINING
from app.domain.people.roster_plan import Action
from app.domain.register_plan import RegisterLine, asked
from app.domain.training.same_training import RECORD, Told, why_same
from app.services.keeping import refuse_kept_elsewhere
from app.services.store import Store

_TOLD_BY = ("title", "mode", "starts_on", "ends_on")
APART = "核对为不同的培训"


@dataclass(frozen=True, slots=True)
class Double:
    """Two rows of one person that may tell of one training."""

    member: bytes
    name: str
    organization: str
    one: Told
    other: Told
    why: str


def doubted(connection: Connection, lines: Sequence[RegisterLine]) -> list[RegisterLine]:
    """The lines, those that may tell of something known put to the question."""
    told = [_told(line.uid or b"", line.after) for line in lines if line.action is Action.NEW]
    if not told:
        return list(lines)
    first, last = min(t.starts_on for t in told), max(t.ends_on for t in told)
    known: dict[bytes, list[Told]] = defaultdict(list)
    known.update({p: list(rows) for p, rows in trainings_between(connection, first, last).items()})
    return [_asked(known, line) if line.action is Action.NEW else line for line in lines]


def _asked(known: dict[bytes, list[Told]], line: RegisterLine) -> RegisterLine:
    person, told = line.after["member"], _told(line.uid or b"", line.after)
    if not isinstance(person, bytes):
        return line
    met_here = _first(told, known[person])
    known[person].append(told)
    return asked(line, met_here) if met_here else line


def doubts_of(
    connection: Connection, people: Sequence[bytes], values: Mapping[str, Value]
) -> dict[bytes, str]:
    """What each of these people may have of one training already; nothing of who has not."""
    told = _told(b"", values)
    found = trainings_between(connection, told.starts_on, told.ends_on)
    said = {person: _first(told, found.get(person, ())) for person in people}
    return {person: words for person, words in said.items() if words}


def met(connection: Connection, values: Mapping[str, Value], uid: bytes) -> tuple[str, ...]:
    """What a row that was just saved may tell of once more."""
    person, told = values.get("member"), _told(uid, values)
    if not isinstance(person, bytes):
        return ()
    apart = told_apart(connection)
    found = trainings_between(connection, told.starts_on, told.ends_on, person)
    others = [
        one
        for one in found.get(person, ())
        if one.uid != uid and frozenset((one.uid.hex(), uid.hex())) not in apart
    ]
    first = _first(told, others)
    return (f"可能与{first}是同一次，请核对；重复的请移出一条",) if first else ()


def _first(told: Told, others: Sequence[Told]) -> str:
    for one in others:
        why = why_same(told, one)
        if why:
            return f"{one.words}（{why}）"
    return ""


def _told(uid: bytes, values: Mapping[str, Value]) -> Told:
    title, mode, first, last = (str(values.get(name) or "") for name in _TOLD_BY)
    hours = values.get("hours")
    number = float(hours) if isinstance(hours, int | float) else 0.0
    return Told(uid, RECORD, title, mode, first, last, number)


def possible_doubles(store: Store, year: int) -> list[Double]:
    """Everything of a year that may stand here twice and of which nobody has said that it does
    not."""
    with store.database.snapshot() as connection:
        apart, titles = told_apart(connection), Titles(connection)
        found = []
        for person, one, other in pairs_of_year(connection, year):
            why = why_same(one, other)
            if why and frozenset((one.uid.hex(), other.uid.hex())) not in apart:
                place = titles.organization("member", person)
                name = titles.title("member", person)
                found.append(Double(person, name, place, one, other, why))
    return found


def say_apart(store: Store, double: Double) -> None:
    """They are two: not asked about again, here and wherever the person is known.

    Raises:
        AppError: another site keeps the person.
    """
    refuse_kept_elsewhere(store, double.member)
    one, another = sorted((double.one.uid.hex(), double.other.uid.hex()))
    values: dict[str, Value] = {
        "member": double.member,
        "kind": APART_TRAINING,
        "one": one,
        "another": another,
    }
    with store.change(APART, summary=f"{double.name}：{double.one.title}") as change:
        change.create(entity_named("told_apart"), values)
