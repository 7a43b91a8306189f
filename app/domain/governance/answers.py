"""Answers of a questionnaire: how a paper is kept, which key means what, what all papers say.

Percentages are of the papers that answered the question; a mean is that of the marks given. What
no option matches is counted apart and shown, never guessed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.domain.errors import InvalidInput
from app.domain.share import percent

ONE, SEVERAL, SCALE, WORDS = "单选", "多选", "量表", "文字"
KINDS = (ONE, SEVERAL, SCALE, WORDS)
KEYS = "1234567890ABCDEFGHJK"
"""What is printed before an option is the key that chooses it; I is left out, it reads as 1."""
MANY_AT_MOST = 10
"""Marks of a scale: each has a key of one digit, ten is 0."""
COLON, BETWEEN = "：", "｜"
_BREAKS = ("\n", "；", ";")

Answers = Mapping[int, tuple[str, ...]]
"""By the number of the question: the words of the options, the mark, or the text."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is printed, entered and counted."""

    number: int
    text: str
    kind: str
    options: tuple[str, ...] = ()
    most: int = 0
    indicator: str = ""

    @property
    def highest(self) -> int:
        """The highest mark of a scale."""
        return len(self.options) if self.kind == SCALE else 0

    def key(self, option: str) -> str:
        """The key that chooses an option."""
        return KEYS[self.options.index(option)]

    def chosen_by(self, key: str) -> str | None:
        """The option that a key chooses, if there is one."""
        place = KEYS.find(key.upper()) if len(key) == 1 else -1
        return self.options[place] if 0 <= place < len(self.options) else None


def options_of(text: str) -> tuple[str, ...]:
    """The options as they were typed: one a line, or with semicolons."""
    for mark in _BREAKS[1:]:
        text = text.replace(mark, "\n")
    found = (line.strip() for line in text.split("\n"))
    return tuple(dict.fromkeys(one for one in found if one))


def scale_of(highest: int) -> tuple[str, ...]:
    """The marks of a scale."""
    return tuple(str(mark) for mark in range(1, highest + 1))


def problem_of(kind: str, options: Sequence[str], highest: int, most: int) -> str:
    """Why a question cannot be asked so; empty where it can."""
    if kind in (ONE, SEVERAL):
        if not 2 <= len(options) <= len(KEYS):
            return f"选项要有 2 到 {len(KEYS)} 个，每行一个"
        if any(BETWEEN in one or COLON in one for one in options):
            return f"选项里不能有“{BETWEEN}”“{COLON}”"
        if most and not 2 <= most <= len(options):
            return "最多选几项应在 2 和选项个数之间"
    if kind == SCALE and not 2 <= highest <= MANY_AT_MOST:
        return f"最高分应在 2 到 {MANY_AT_MOST} 之间"
    return ""


# A paper


def written(answers: Answers) -> str:
    """As a paper is kept: a line a question, in order; what was left open has none."""
    lines = []
    for number in sorted(answers):
        said = BETWEEN.join(" ".join(one.split()) for one in answers[number] if one.strip())
        if said:
            lines.append(f"{number}{COLON}{said}")
    return "\n".join(lines)


def read(text: str) -> dict[int, tuple[str, ...]]:
    """The same back; a line that names no question is under 0."""
    found: dict[int, tuple[str, ...]] = {}
    for line in text.split("\n"):
        number, mark, said = line.replace(":", COLON, 1).partition(COLON)
        if not line.strip():
            continue
        place = int(number) if mark and number.strip().isdecimal() else 0
        said = said if place else line
        found[place] = found.get(place, ()) + tuple(
            one.strip() for one in said.split(BETWEEN) if one.strip()
        )
    return found


def from_keys(asked: Sequence[Asked], text: str) -> dict[int, tuple[str, ...]]:
    """A paper as somebody types it: `1:2;2:13;4:多讲实例`, keys of options or, for WORDS, text.

    Raises:
        InvalidInput: a part is not of this form, or a key chooses nothing.
    """
    known = {one.number: one for one in asked}
    found: dict[int, tuple[str, ...]] = {}
    for part in filter(None, (one.strip() for one in text.replace("；", ";").split(";"))):
        number, mark, said = part.replace(COLON, ":", 1).partition(":")
        one = known.get(int(number)) if mark and number.strip().isdecimal() else None
        if one is None:
            raise InvalidInput({"paper": f"“{part}”要写成 题号:选项前的数字，多选写在一起"})
        if one.kind == WORDS:
            found[one.number] = (said.strip(),) if said.strip() else ()
            continue
        chosen = [one.chosen_by(key) for key in said.strip()]
        if None in chosen:
            raise InvalidInput({"paper": f"第 {one.number} 题没有“{said.strip()}”这一项"})
        found[one.number] = tuple(dict.fromkeys(word for word in chosen if word is not None))
    return found


# What all papers say


@dataclass(frozen=True, slots=True)
class Counted:
    """One option: on how many papers, and what share of those that answered."""

    option: str
    papers: int
    share: str


@dataclass(frozen=True, slots=True)
class QuestionTally:
    """What all papers say to one question."""

    asked: Asked
    answered: int
    blank: int
    counted: tuple[Counted, ...]
    mean: str = ""
    percent: int | None = None
    """The mean of a scale in hundredths of its highest mark, as 评教 keeps it."""
    texts: tuple[str, ...] = ()
    unfit: int = 0
    """Answers that no option matches, or more than may be chosen."""

    @property
    def words(self) -> str:
        """How many answered, and the mean of a scale."""
        parts = [f"作答 {self.answered} 份", f"未答 {self.blank} 份"]
        if self.unfit:
            parts.append(f"与选项不符 {self.unfit} 份，没有计入")
        if self.mean:
            most = f"满分 {self.asked.highest}"
            parts.append(f"平均 {self.mean} 分（{most}），折合百分制 {self.percent}")
        return "，".join(parts) + "。"


def tally(asked: Sequence[Asked], papers: Sequence[Answers]) -> tuple[QuestionTally, ...]:
    """Question by question."""
    return tuple(
        _of_question(one, [paper.get(one.number, ()) for paper in papers]) for one in asked
    )


def _of_question(asked: Asked, given: Sequence[tuple[str, ...]]) -> QuestionTally:
    said = [one for one in given if one]
    blank = len(given) - len(said)
    if asked.kind == WORDS:
        texts = tuple(BETWEEN.join(one) for one in said)
        return QuestionTally(asked, len(said), blank, (), texts=texts)
    fit = [one for one in said if _fits(asked, one)]
    counts = Counter(word for one in fit for word in set(one))
    counted = tuple(
        Counted(option, counts[option], share_of(counts[option], len(fit)))
        for option in asked.options
    )
    mean, percent = _mean(asked, fit)
    unfit = len(said) - len(fit)
    return QuestionTally(asked, len(fit), blank, counted, mean, percent, unfit=unfit)


def _fits(asked: Asked, said: tuple[str, ...]) -> bool:
    most = (asked.most or len(asked.options)) if asked.kind == SEVERAL else 1
    return len(said) <= most and all(word in asked.options for word in said)


def _mean(asked: Asked, fit: Sequence[tuple[str, ...]]) -> tuple[str, int | None]:
    if asked.kind != SCALE or not fit:
        return "", None
    total = sum(int(one[0]) for one in fit)
    exact = Decimal(total) / len(fit)
    hundredths = Decimal(total * 100) / (len(fit) * asked.highest)
    return str(_rounded(exact, "0.01")), int(_rounded(hundredths, "1"))


def share_of(part: int, whole: int) -> str:
    """A share in percent to one place; a dash where nobody answered."""
    return f"{percent(part, whole):.1f}%" if whole else "—"


def half_up(total: int, many: int) -> int:
    """The mean of whole numbers as a whole number, halves upwards."""
    return int(_rounded(Decimal(total) / many, "1"))


def _rounded(number: Decimal, places: str) -> Decimal:
    return number.quantize(Decimal(places), ROUND_HALF_UP)
