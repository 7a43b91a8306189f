"""What a clerk has answered where a roster leaves something open."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.entity import Value
from app.domain.people.roster_file import RosterRow


@dataclass(frozen=True, slots=True)
class RosterAnswers:
    """Answers for one import; only the meaning of a header is remembered for the next."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Header to field; an empty field: this column is not read."""
    categories: Mapping[str, str] = field(default_factory=dict)
    """Words that leave the category open to the category of the people below them."""
    category: str = ""
    """The category wherever it is open and no word of `categories` fits."""
    branches: Mapping[str, bytes | None] = field(default_factory=dict)
    """Unknown branch to one of ours; to None: make it."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Unknown branch that is made, to what it is called here where the file is wrong."""

    def category_for(self, asks: str) -> str:
        """The category of the people below these words; empty while it is open."""
        return self.categories.get(asks, "") or self.category


@dataclass(frozen=True, slots=True)
class CategoryQuestion:
    """Words that leave open what kind of people stand below: how many wait, what was answered."""

    asks: str
    people: int
    answer: str = ""


@dataclass
class CategoryChoice:
    """Nobody is silently 正式党员 where the words above say that they may be something else."""

    answers: RosterAnswers
    people: Counter[str] = field(default_factory=Counter)

    def decide(self, row: RosterRow, values: dict[str, Value], unfit: dict[str, str]) -> None:
        """Set the answered category of a new person, or refuse the line until it is answered."""
        if not row.asks or "political_status" in unfit:
            return
        self.people[row.asks] += 1
        answer = self.answers.category_for(row.asks)
        if answer:
            values["political_status"] = answer
        else:
            unfit["political_status"] = (
                f"上面写的是“{row.asks}”，不知道是哪一类人：请加“人员类别”一列，或导入时选定"
            )

    @property
    def questions(self) -> list[CategoryQuestion]:
        """What is asked once for all the people below the same words."""
        return [
            CategoryQuestion(asks, people, self.answers.category_for(asks))
            for asks, people in self.people.items()
        ]
