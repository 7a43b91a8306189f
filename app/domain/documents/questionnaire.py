"""A questionnaire on paper: to be filled in, and what all papers said."""

from dataclasses import dataclass

from app.domain.governance.answers import Asked, QuestionTally


@dataclass(frozen=True)
class QuestionnairePaper:
    """What is printed to be filled in. Nobody's name is asked for."""

    title: str
    opening: str
    signed: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class QuestionnaireTally:
    """What all papers said; `facts` are how many were given out, came back and when counted."""

    title: str
    facts: tuple[str, ...]
    questions: tuple[QuestionTally, ...]
    note: str
