"""换届: the day, the 届, and who was elected to which post; who sits there now is filled in."""

import dataclasses
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.data.queries.organizations import OrganizationRow
from app.data.queries.seats import seats_held
from app.domain.declarations import entity_named
from app.domain.entity import Field, Kind, declare
from app.domain.errors import AppError, InvalidInput
from app.domain.people.elections import ONE, Outcome, Seat
from app.services.elections import Session, hold_election, plan_election
from app.ui.asking import agreed
from app.ui.forms.form import Form, Values
from app.ui.forms.form_dialog import FormDialog
from app.ui.parts import label
from app.ui.references import StoreReferences
from app.ui.workspace import Workspace

_SEATS = ("书记", *["副书记"] * 2, "组织委员", "宣传委员", "纪检委员", *["委员"] * 4)
"""The lines of the form: as many as a 党委 of a township elects."""
_WORDS = (
    "填上当选的人，没有的空着：原来的班子到换届日期为止，新当选的从这一天起，连任的不动。"
    "第一书记、组织员、党小组组长等不受影响。"
)


class ElectionDialog(FormDialog):
    """`outcome` is the batch that an undo takes back."""

    def __init__(self, workspace: Workspace, found: OrganizationRow, parent: QWidget) -> None:
        store = workspace.store
        self._workspace, self._place = workspace, found
        form = Form([*_said(), *_lines()], StoreReferences(store))
        today = date.today().isoformat()
        held = seats_held(store.database.read(), {found.uid}, today)
        form.show_values({"day": today, **_seated([one.seat for one in held])})
        super().__init__(f"换届：{found.name}", form, self._elect, parent)
        self.save_button.setText("换届")
        self.box.insertWidget(1, label(_WORDS, "muted", wrap=True))

    def _elect(self, values: Values) -> str:
        store = self._workspace.store
        plan = plan_election(store, str(values["day"] or ""), _elected(self._place.uid, values))
        counts = {outcome: plan.count(outcome) for outcome in Outcome}
        words = "，".join(f"{outcome} {number} 人" for outcome, number in counts.items() if number)
        asked = f"“{self._place.name}”{plan.day} 换届：{words}。办理吗？"
        if not agreed(self, "换届", asked):
            raise AppError("还没有办理。", "核对后再点“换届”。")
        session = Session(str(values["term"] or ""), str(values["until"] or ""))
        return hold_election(store, plan, session)


def _said() -> tuple[Field, ...]:
    term = entity_named("term")
    return (
        _field("day", "换届日期", Kind.DATE, required=True),
        dataclasses.replace(term.field("name"), name="term", required=False),
        dataclasses.replace(term.field("until"), name="until"),
    )


def _lines() -> list[Field]:
    return [
        _field(f"seat{n}", _named(n), Kind.REFERENCE, refers_to="member")
        for n in range(len(_SEATS))
    ]


def _named(number: int) -> str:
    """Several lines of one post are told apart by a figure."""
    title = _SEATS[number]
    before = _SEATS[:number].count(title)
    return f"{title}（{before + 1}）" if _SEATS.count(title) > 1 else title


def _field(name: str, words: str, kind: Kind, **more: Any) -> Field:
    made: Field = declare(words, kind, **more).metadata["declared"]
    return dataclasses.replace(made, name=name)


def _seated(seats: list[Seat]) -> Values:
    """Who sits where now, each in a line of that post as long as there is one."""
    found: Values = {}
    for seat in seats:
        for n, title in enumerate(_SEATS):
            if title == seat.title and f"seat{n}" not in found:
                found[f"seat{n}"] = seat.member
                break
    return found


def _elected(place: bytes, values: Values) -> list[Seat]:
    seats = []
    for n, title in enumerate(_SEATS):
        member = values[f"seat{n}"]
        if isinstance(member, bytes):
            seats.append(Seat(member, place, title))
    if not any(seat.title in ONE for seat in seats):
        raise InvalidInput({"seat0": "请填写当选的人"})
    return seats
