"""授课记录 from classes: what 教学安排, 考勤 and 评教 tell already is not entered twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.data.queries import teaching as reading
from app.data.queries.registers import RegisterRow, every_row
from app.domain.accounts.roles import Verb
from app.domain.entity import REGISTRY, Value
from app.domain.errors import AppError
from app.domain.resources.teaching import Lecture, lectures_of, score_of
from app.services.registers import refuse_elsewhere, row_values
from app.services.store import Store

_LECTURE = "teacher_lecture"


@dataclass(frozen=True, slots=True)
class Brought:
    """What one step made of the classes; `several` are names that mean more than one teacher,
    `elsewhere` teachers whom another site keeps."""

    new: int
    changed: int
    several: tuple[str, ...] = ()
    elsewhere: int = 0

    @property
    def words(self) -> str:
        """As the notice says it."""
        told = f"新记授课 {self.new} 次，更正 {self.changed} 次。"
        if self.several:
            told += f"师资库里有同名的没有记：{'、'.join(self.several)}。"
        if self.elsewhere:
            told += f"不归本单位管的教师有 {self.elsewhere} 次没有记。"
        return told


def bring_lectures(store: Store) -> Brought:
    """One 授课记录 for every day on which a teacher of the 师资库 taught in a class here, with
    hours, audience and marks. Done again it adds what is new and puts right what changed; a line
    that people entered for the same day and topic is filled in, never doubled.

    Raises:
        AppError: no class names a teacher of the 师资库.
    """
    store.require(Verb.ENTER)
    entity = REGISTRY[_LECTURE]
    connection = store.database.read()
    half_days = reading.half_days_taught(connection, date.today().isoformat())
    made, several = lectures_of(half_days, reading.teachers_by_name(connection))
    if not made and not several:
        raise AppError(
            "没有培训班写着师资库里的教师。",
            "班次或教学安排的“授课人”要与师资库里的姓名一致。",
            code="nothing-taught",
        )
    known = _known(every_row(connection, entity))
    marks = reading.scores(connection)
    fresh: list[dict[str, Value]] = []
    put_right: list[tuple[bytes, dict[str, Value]]] = []
    ours = [one for one in made if _ours(store, one.teacher)]
    for one in ours:
        said = _said(one, marks.get((one.teacher, one.training_class), []))
        standing = known.get(one.key)
        if standing is None:
            fresh.append({**_first(one), **said})
        elif differing := {n: v for n, v in said.items() if standing.values[n] != v}:
            put_right.append((standing.uid, differing))
    if fresh or put_right:
        number = len(fresh) + len(put_right)
        with store.change("从培训班带入授课记录", summary=f"{number} 次") as change:
            change.create_many(entity, fresh)
            for uid, values in put_right:
                change.update(entity, uid, values)
    new, changed, elsewhere = len(fresh), len(put_right), len(made) - len(ours)
    return Brought(new, changed, tuple(several), elsewhere)


def _known(rows: Iterable[RegisterRow]) -> dict[tuple[Value, ...], RegisterRow]:
    names = ("teacher", "training_class", "given_on", "topic")
    return {tuple(row.values[name] for name in names): row for row in rows}


def _first(one: Lecture) -> dict[str, Value]:
    return {
        "teacher": one.teacher,
        "training_class": one.training_class,
        "given_on": one.day,
        "topic": one.topic,
    }


def _said(one: Lecture, ratings: list[tuple[str, int]]) -> Mapping[str, Value]:
    """What is not known says nothing, so that nothing people entered is emptied."""
    score = score_of(ratings, one.day)
    said: dict[str, Value] = {"hours": one.hours, "audience": one.audience or None, "score": score}
    return {name: value for name, value in said.items() if value is not None}


def _ours(store: Store, teacher: bytes) -> bool:
    values = row_values(store, REGISTRY["teacher"], teacher)
    try:
        refuse_elsewhere(store, REGISTRY["teacher"], values, values)
    except AppError:
        return False
    return True
