"""待核实 about two live marks for one half-day: whoever holds the signed sheet decides."""

from typing import Any

from app.data import site
from app.data.changes import Change
from app.data.database import Connection
from app.data.queries.attendance import marks_by_identity, session_place
from app.data.queries.decided_list import fact_now
from app.data.queries.review_context import Context
from app.data.queries.review_item import Choice, ReviewItem
from app.data.queries.review_list import subject
from app.data.queries.review_writers import Writer
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError
from app.domain.parsing import parse
from app.domain.uid import uid_from_text
from app.services.review.kinds import (
    COUNTY,
    HERE,
    RETURN,
    Action,
    Decider,
    OneValue,
    Question,
    person_words,
)
from app.services.store import Store

DECIDED_MARK = "核实考勤"
"""The action in the audit trail, and the first word of the detail that an undo reads."""


class DifferingMark(OneValue):
    """A mark is not overwritten by a site that does not hold the signed sheet (design §3.8)."""

    trail = (DECIDED_MARK,)

    def organization(self, context: Context, item: ReviewItem) -> bytes | None:
        """Who runs the class."""
        return context.class_organization(item.uid)

    def writers(self, context: Context, item: ReviewItem) -> dict[str, Writer]:
        """Whoever entered the marks."""
        return context.writers.of_marks(item)

    def about(self, connection: Connection, item: ReviewItem) -> str:
        """The class and the person."""
        place = session_place(connection, item.uid)
        member = uid_from_text(item.id.rsplit(":", 1)[1])
        told = (
            subject(connection, "training_class", place[0]) if place else "",
            person_words(connection, member) if member else "",
        )
        return " · ".join(filter(None, told))

    def decider(self, context: Context, level: str, item: ReviewItem) -> Decider:
        """Whoever holds the sheet."""
        organization = self.organization(context, item)
        if level == site.TOWNSHIP:
            return HERE if context.is_own(organization) else COUNTY
        _, township = context.place(organization)
        if township is None or township.revoked:
            return HERE
        return Decider(here=False, words=f"签到表在{township.name}，由{township.name}核实")

    def refuse_elsewhere(self, store: Store, item: ReviewItem) -> None:
        """Only where the sheet is.

        Raises:
            AppError: the sheet lies elsewhere.
        """
        with store.database.snapshot() as connection:
            found = self.decider(Context(connection), store.site.level, item)
        if not found.here:
            hint = "请对方核实；县里认为有误时用“退回”并写明原因，对方更正后再报。"
            raise AppError(f"{found.words}，没有改动考勤。", hint, code="paper-elsewhere")

    def actions(self, question: Question, level: str) -> tuple[Action, ...]:
        """The county sends back what it thinks wrong."""
        returnable = not question.decider.here and level == site.COUNTY and question.left
        if returnable:
            return (Action(RETURN, "退回给乡镇更正…"),)
        return super().actions(question, level)

    def take(self, store: Store, item: ReviewItem, chosen: Choice) -> None:
        """One of the marks."""
        self.decide(store, item, str(chosen.value))

    def decide(self, store: Store, item: ReviewItem, value: str) -> None:
        """A new fact that supersedes all of them."""
        entity = entity_named("attendance")
        parse(entity, {"mark": value}, partial=True)
        summary = f"{item.subject} {item.label}：{value}"
        with store.change(DECIDED_MARK, summary=summary, needs=Verb.REVIEW) as change:
            marks = [bytes.fromhex(choice.id) for choice in item.siblings]
            for member, superseded in marks_by_identity(change.connection, marks).items():
                values: dict[str, Value] = {
                    "session": item.uid,
                    "member": member,
                    "mark": value,
                    "checked_by": store.operator,
                    "supersedes": b"".join(superseded),
                }
                (made,) = change.add_facts(entity, [values])
                before = [uid.hex() for uid in superseded]
                way_back = [item.uid.hex(), member.hex(), made.hex(), before]
                change.details.append([DECIDED_MARK, *way_back])


def put_back(change: Change, line: list[Any]) -> bool:
    """The marks as they stood before, side by side again; not where the decision was corrected."""
    session, member, decision, before = line
    now = fact_now(change.connection, bytes.fromhex(decision))
    first = [fact_now(change.connection, bytes.fromhex(uid)) for uid in before]
    if now is None or not now[0]:
        return False
    facts: list[dict[str, Value]] = [
        {
            "session": bytes.fromhex(session),
            "member": bytes.fromhex(member),
            "mark": mark,
            "checked_by": checked_by or None,
            "paper": paper or None,
            "supersedes": bytes.fromhex(decision),
        }
        for _, mark, checked_by, paper in filter(None, first)
    ]
    change.add_facts(entity_named("attendance"), facts)
    return True
