"""培训班: the list, one class, its sessions and its participants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.data import rows
from app.data.database import Connection
from app.data.queries.organizations import subtree_sql
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.training.codes import CLOSED, UNMARKED
from app.domain.uid import uid_from_text


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One line of the list of classes; `unmarked` counts marks still 未录入 of past half-days, as
    long as the class goes on."""

    id: int
    uid: bytes
    name: str
    kind: str
    organizer: str
    organization: bytes
    level: str
    mode: str
    off_job: int
    starts_on: str
    ends_on: str
    place: str
    teacher: str
    state: str
    certificates: int
    required_share: int
    enrolled: int
    sessions: int
    unmarked: int


_WAITING = f"""
    CASE c.state WHEN '{CLOSED}' THEN 0 ELSE (
        SELECT count(*) FROM session s JOIN enrolment e ON e.training_class = c.uid
        WHERE s.training_class = c.uid AND s.gone = 0 AND e.gone = 0 AND e.withdrawn = 0
        AND s.day <= :today AND NOT EXISTS (SELECT 1 FROM attendance a
            WHERE a.session = s.uid AND a.member = e.member AND a.live = 1
            AND a.mark <> '{UNMARKED}')) END"""  # noqa: S608  (constants of our own)
_COLUMNS = """
SELECT c.id, c.uid, c.name, coalesce(c.kind, ''), c.organizer, c.organization, c.level, c.mode,
    c.off_job, c.starts_on, c.ends_on, coalesce(c.place, ''), coalesce(c.teacher, ''), c.state,
    c.certificates, c.required_share,
    (SELECT count(DISTINCT e.member) FROM enrolment e
        WHERE e.training_class = c.uid AND e.gone = 0 AND e.withdrawn = 0),
    (SELECT count(*) FROM session s WHERE s.training_class = c.uid AND s.gone = 0)"""
_FROM = " FROM training_class c WHERE c.gone = 0"
_SELECT = f"{_COLUMNS}, {_WAITING}{_FROM}"
# Every mark of a class is looked at: a thousand classes in a list are not counted to be drawn.
_UNCOUNTED = f"{_COLUMNS}, 0{_FROM}"

_SORTS = {"name": "c.name", "starts_on": "c.starts_on", "state": "c.state"}


@dataclass(frozen=True, slots=True)
class ClassFilter:
    """Which classes the list shows, and in which order."""

    text: str = ""
    state: str = ""
    year: int = 0
    organization: bytes | None = None
    sort: str = "starts_on"
    descending: bool = True


def class_ids(connection: Connection, wanted: ClassFilter) -> list[int]:
    """Ids of the classes shown, in order."""
    conditions = ["c.gone = 0"]
    if wanted.text:
        conditions.append("instr(c.name || c.organizer || coalesce(c.place, ''), :text) > 0")
    if wanted.state:
        conditions.append("c.state = :state")
    if wanted.year:
        conditions.append("substr(c.starts_on, 1, 4) = :year")
    if wanted.organization is not None:
        conditions.append(f"c.organization IN ({subtree_sql()})")
    order = _SORTS.get(wanted.sort, "c.starts_on")
    direction = "DESC" if wanted.descending else "ASC"
    found = connection.execute(
        f"SELECT c.id FROM training_class c WHERE {' AND '.join(conditions)} "  # noqa: S608
        f"ORDER BY {order} {direction}, c.id {direction}",
        {
            "text": wanted.text,
            "state": wanted.state,
            "year": str(wanted.year),
            "root": wanted.organization,
        },
    )
    return [row[0] for row in found]


def class_rows(
    connection: Connection, ids: Sequence[int], today: str, *, counted: bool = True
) -> list[ClassRow]:
    """The classes with these ids, in any order; `unmarked` is 0 unless it is `counted`."""
    listed = ", ".join(str(int(i)) for i in ids)
    select = _SELECT if counted else _UNCOUNTED
    found = connection.execute(f"{select} AND c.id IN ({listed})", {"today": today})
    return [ClassRow(*row) for row in found]


def open_classes(connection: Connection) -> list[int]:
    """Ids of the classes that go on: only those wait for marks."""
    found = connection.execute(
        "SELECT id FROM training_class WHERE gone = 0 AND state <> :closed", {"closed": CLOSED}
    )
    return [row[0] for row in found]


def unmarked_in(connection: Connection, ids: Sequence[int], today: str) -> dict[int, int]:
    """How many marks of past half-days each of these classes waits for; those with none are
    left out."""
    listed = ", ".join(str(int(i)) for i in ids)
    # Half-day by half-day their marks are read once; asked of each participant, all marks of all
    # their classes would be.
    found = connection.execute(
        f"""WITH held AS MATERIALIZED (
            SELECT c.id, c.uid training_class, s.uid session
            FROM training_class c CROSS JOIN session s ON s.training_class = c.uid AND s.gone = 0
            WHERE c.id IN ({listed}) AND c.state <> '{CLOSED}' AND s.day <= :today),
        marked(session, member) AS MATERIALIZED (
            SELECT DISTINCT a.session, a.member FROM held h CROSS JOIN attendance a
            ON a.session = h.session AND a.live = 1 AND a.mark <> '{UNMARKED}')
        SELECT h.id, count(*) FROM held h CROSS JOIN enrolment e
            ON e.training_class = h.training_class AND e.gone = 0 AND e.withdrawn = 0
        LEFT JOIN marked m ON m.session = h.session AND m.member = e.member
        WHERE m.member IS NULL GROUP BY h.id""",  # noqa: S608  (ids and constants of our own)
        {"today": today},
    )
    return dict(found.fetchall())


def class_by_uid(
    connection: Connection, uid: bytes, today: str, *, counted: bool = True
) -> ClassRow | None:
    """One class by identity; `unmarked` is 0 unless it is `counted`."""
    select = _SELECT if counted else _UNCOUNTED
    found = connection.execute(select + " AND c.uid = :uid", {"today": today, "uid": uid})
    row = found.fetchone()
    return ClassRow(*row) if row else None


def classes_named(connection: Connection, text: str, today: str) -> list[ClassRow]:
    """Classes of exactly this name or identity; else those whose name contains the text."""
    uid = uid_from_text(text)
    if uid is not None:
        found = connection.execute(_SELECT + " AND c.uid = :uid", {"today": today, "uid": uid})
        return [ClassRow(*row) for row in found]
    for condition in ("c.name = :text", "instr(c.name, :text)"):
        rows_found = connection.execute(
            f"{_SELECT} AND {condition} ORDER BY c.id", {"today": today, "text": text}
        ).fetchall()
        if rows_found:
            return [ClassRow(*row) for row in rows_found]
    return []


def class_names(connection: Connection) -> set[str]:
    """Every name that a class has."""
    return {row[0] for row in connection.execute("SELECT name FROM training_class WHERE gone = 0")}


def class_exists(connection: Connection, uid: bytes) -> bool:
    """Whether the class is there and was not removed."""
    found = connection.execute("SELECT gone FROM training_class WHERE uid = ?", (uid,)).fetchone()
    return found is not None and not found[0]


def latest_class(connection: Connection) -> bytes | None:
    """The class that begins last, which papers are most often wanted for."""
    found = connection.execute(
        "SELECT uid FROM training_class WHERE gone = 0 ORDER BY starts_on DESC, id DESC LIMIT 1"
    ).fetchone()
    return bytes(found[0]) if found else None


def class_values(connection: Connection, uid: bytes) -> Mapping[str, Value]:
    """Every declared field of one class, for the form."""
    return rows.values_of(connection, entity_named("training_class"), uid) or {}


def last_class(connection: Connection, organization: bytes) -> bytes | None:
    """The class entered last by an organization, whose settings the next one inherits."""
    found = connection.execute(
        "SELECT uid FROM training_class WHERE organization = ? AND gone = 0 "
        "ORDER BY id DESC LIMIT 1",
        (organization,),
    ).fetchone()
    return bytes(found[0]) if found else None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One half-day of a class."""

    id: int
    uid: bytes
    day: str
    slot: str
    course: str
    teacher: str
    place: str
    hours: float
    innovation_hours: float
    party_spirit_hours: float
    task: str


_SLOT_ORDER = "CASE slot WHEN '上午' THEN 0 WHEN '下午' THEN 1 ELSE 2 END"


def sessions_of(connection: Connection, training_class: bytes) -> list[SessionRow]:
    """The half-days of a class in the order they happen."""
    found = connection.execute(
        "SELECT id, uid, day, slot, coalesce(course, ''), coalesce(teacher, ''), "  # noqa: S608
        "coalesce(place, ''), hours, innovation_hours, party_spirit_hours, coalesce(task, '') "
        "FROM session WHERE training_class = ? AND gone = 0 "
        f"ORDER BY day, {_SLOT_ORDER}, id",
        (training_class,),
    )
    return [SessionRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """One participant. ID number and phone are as stored: mask before showing."""

    id: int
    uid: bytes
    member: bytes
    number: int
    name: str
    sex: str
    ethnicity: str
    birth_date: str
    education: str
    joined_on: str
    id_number: str
    phone: str
    position_then: str
    organization_then: str
    organization: bytes | None
    team: str
    withdrawn: int
    completion: str
    completion_reason: str


def participants_of(connection: Connection, training_class: bytes) -> list[ParticipantRow]:
    """The participants of a class by 序号; a person enrolled at two sites appears once."""
    found = connection.execute(
        """SELECT e.id, e.uid, e.member, e.number, coalesce(m.name, '（未收到人员信息）'),
            coalesce(m.sex, ''), coalesce(m.ethnicity, ''), coalesce(m.birth_date, ''),
            coalesce(m.education, ''), coalesce(m.joined_on, ''), coalesce(m.id_number, ''),
            coalesce(m.phone, ''), coalesce(e.position_then, ''),
            coalesce(e.organization_then, ''), m.organization, coalesce(e.team, ''),
            e.withdrawn, coalesce(e.completion, ''), coalesce(e.completion_reason, '')
        FROM enrolment e LEFT JOIN member m ON m.uid = e.member
        WHERE e.training_class = ? AND e.gone = 0
        GROUP BY e.member ORDER BY e.number, e.id""",
        (training_class,),
    )
    return [ParticipantRow(*row) for row in found]


def anybody_in(connection: Connection, training_class: bytes) -> bool:
    """Whether the list has somebody who did not leave."""
    found = connection.execute(
        "SELECT 1 FROM enrolment WHERE training_class = ? AND gone = 0 AND withdrawn = 0 LIMIT 1",
        (training_class,),
    ).fetchone()
    return found is not None


def completions_of_member(connection: Connection, identities: Sequence[bytes]) -> dict[bytes, str]:
    """结业情况 of one person by class, whichever identity was enrolled (the first named goes
    before the others); classes not closed yet are left out."""
    made: dict[bytes, str] = {}
    for member in identities:
        found = connection.execute(
            "SELECT training_class, completion FROM enrolment "
            "WHERE member = ? AND gone = 0 AND completion IS NOT NULL",
            (member,),
        )
        made = dict(found.fetchall()) | made
    return made
