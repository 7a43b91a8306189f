"""问卷 on paper: the form that is filled in, and the tally of what came back."""

from datetime import datetime

from app.data.queries.titles import Titles
from app.domain.documents.questionnaire import QuestionnairePaper, QuestionnaireTally
from app.domain.entity import REGISTRY
from app.services.papers.selection import Selection
from app.services.questionnaires import questions_of, tally_of
from app.services.registers import row_values
from app.services.store import Store


def form(store: Store, chosen: Selection) -> QuestionnairePaper:
    """The paper that is given out.

    Raises:
        AppError: its questions cannot be asked.
    """
    uid = chosen.row or b""
    values = row_values(store, REGISTRY["questionnaire"], uid)
    place = Titles(store.database.read()).title("organization", values["organization"])
    return QuestionnairePaper(
        str(values["name"]), str(values["opening"] or ""), place, tuple(questions_of(store, uid))
    )


def tally(store: Store, chosen: Selection) -> QuestionnaireTally:
    """What all papers said.

    Raises:
        AppError: no paper was entered.
    """
    made = tally_of(store, chosen.row or b"")
    sent = f"发放 {made.sent} 份" if made.sent else ""
    share = f"，收回率 {made.returned}" if made.returned else ""
    facts = (made.organization, f"{sent}{'，' if sent else ''}收回 {made.papers} 份{share}")
    note = f"{store.site.name}　{store.operator}　{datetime.now():%Y-%m-%d %H:%M}"
    return QuestionnaireTally(f"{made.name}汇总", facts, made.questions, note)
