"""问卷: what is asked, papers entered one by one, what all of them say, and where that is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.data.queries.registers import hanging_rows, rows_naming
from app.data.queries.titles import Titles
from app.domain.entity import REGISTRY, Value
from app.domain.errors import AppError
from app.domain.governance import answers as papers
from app.domain.governance.answers import Answers, Asked, QuestionTally
from app.domain.governance.codes import ASKED_OF_TEACHING
from app.domain.parsing import parse
from app.domain.uid import new_uids
from app.services import registers
from app.services.store import Store

_QUESTIONNAIRE, _QUESTION, _SHEET = "questionnaire", "question", "answer_sheet"
_COLUMNS = {
    "教学内容": "content",
    "教学方法": "method",
    "教学态度": "manner",
    "教学效果": "effect",
    "总评": "score",
}
"""What 评教 calls the indicators of a questionnaire."""


@dataclass(frozen=True, slots=True)
class Entered:
    """One paper that was entered: its row, and the number to be written on it."""

    uid: bytes
    number: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What all papers of one questionnaire say."""

    name: str
    organization: str
    sent: int | None
    papers: int
    questions: tuple[QuestionTally, ...]

    @property
    def returned(self) -> str:
        """What share came back, where it is known how many were given out."""
        return papers.share_of(self.papers, self.sent) if self.sent else ""


def questions_of(store: Store, uid: bytes) -> list[Asked]:
    """The questions in the order of their numbers.

    Raises:
        AppError: there is none, or one cannot be asked as it stands.
    """
    rows = hanging_rows(store.database.read(), REGISTRY[_QUESTION], uid)
    found = sorted((_asked(row.values) for row in rows), key=lambda one: one.number)
    if not found:
        raise AppError("这份问卷还没有题目。", "请先打开这份问卷，在“题目”里出题。")
    numbers = [one.number for one in found]
    for number in numbers:
        if numbers.count(number) > 1:
            raise AppError(
                f"第 {number} 题有两道，分不清答的是哪一题。", "请移出其中一道再重新登记。"
            )
    return found


def _asked(values: Mapping[str, Value]) -> Asked:
    kind, number = str(values["kind"]), int(str(values["number"]))
    highest, most = int(str(values["highest"] or 0)), int(str(values["most"] or 0))
    options = papers.options_of(str(values["options"] or ""))
    wrong = papers.problem_of(kind, options, highest, most)
    if wrong:
        raise AppError(f"第 {number} 题不能这样出：{wrong}。", "请在“题目”里改好再试。")
    if kind == papers.SCALE:
        options = papers.scale_of(highest)
    return Asked(number, str(values["text"]), kind, options, most, str(values["indicator"] or ""))


def papers_of(store: Store, uid: bytes) -> list[Answers]:
    """Every paper that was entered."""
    rows = hanging_rows(store.database.read(), REGISTRY[_SHEET], uid)
    return [papers.read(str(row.values["answers"] or "")) for row in rows]


def enter_paper(store: Store, uid: bytes, answers: Answers) -> Entered:
    """One more paper; one on which nothing is answered came back as well.

    Raises:
        AppError: an answer fits no question, or another site gave the questionnaire out.
    """
    return enter_papers(store, uid, [answers])[0]


def enter_papers(store: Store, uid: bytes, many: Sequence[Answers]) -> list[Entered]:
    """The same for several, in one action: all of them or none.

    Raises:
        AppError: as for one.
    """
    asked = {one.number: one for one in questions_of(store, uid)}
    for answers in many:
        for number, said in answers.items():
            _refuse_answer(asked.get(number), number, said)
    sheet = REGISTRY[_SHEET]
    rows = hanging_rows(store.database.read(), sheet, uid)
    first = 1 + max((int(str(row.values["number"])) for row in rows), default=0)
    values: list[dict[str, Value]] = [
        parse(sheet, {_QUESTIONNAIRE: uid, "number": n, "answers": papers.written(answers)})
        for n, answers in enumerate(many, start=first)
    ]
    registers.refuse_elsewhere(store, sheet, {}, {_QUESTIONNAIRE: uid})
    uids = new_uids(len(many))
    name = registers.row_values(store, REGISTRY[_QUESTIONNAIRE], uid)["name"]
    with store.change(f"新增{sheet.label}", summary=str(name)) as change:
        change.create_many(sheet, values, uids)
    return [Entered(one, n) for n, one in enumerate(uids, start=first)]


def _refuse_answer(asked: Asked | None, number: int, said: Sequence[str]) -> None:
    if asked is None:
        raise AppError(f"没有第 {number} 题。", "请核对题号。")
    if asked.kind == papers.WORDS:
        return
    for word in said:
        if word not in asked.options:
            raise AppError(f"第 {number} 题没有“{word}”这一项。", "请核对答案。")
    most = (asked.most or len(asked.options)) if asked.kind == papers.SEVERAL else 1
    if len(said) > most:
        raise AppError(f"第 {number} 题最多选 {most} 项。", "多选了的按空白录入，或问清再录。")


def take_back_paper(store: Store, sheet: bytes) -> dict[int, tuple[str, ...]]:
    """A paper that was entered wrong goes out again; what it said, to be put right.

    Raises:
        AppError: it is not there any more, or is another site's.
    """
    values = registers.row_values(store, REGISTRY[_SHEET], sheet)
    registers.remove_row(store, REGISTRY[_SHEET], sheet, "录入时撤回")
    return papers.read(str(values["answers"] or ""))


def tally_of(store: Store, uid: bytes) -> Tally:
    """What all papers say, question by question.

    Raises:
        AppError: it has no questions, or no paper was entered.
    """
    values = registers.row_values(store, REGISTRY[_QUESTIONNAIRE], uid)
    asked, given = questions_of(store, uid), papers_of(store, uid)
    if not given:
        raise AppError("还没有录入答卷。", "请先录入收回的答卷，再看汇总。")
    place = Titles(store.database.read()).title("organization", values["organization"])
    sent = values["sent"]
    return Tally(
        str(values["name"]),
        place,
        sent if isinstance(sent, int) else None,
        len(given),
        papers.tally(asked, given),
    )


# Where it is kept


def keep_tally(store: Store, uid: bytes) -> str:
    """How many came back (and, of 评教, the marks) into the 评教 or 需求调研 that names this
    questionnaire; a new one where none does. Done again after more papers, it puts right what it
    wrote. What was done, in words.

    Raises:
        AppError: nothing to count, or another site gave it out.
    """
    values = registers.row_values(store, REGISTRY[_QUESTIONNAIRE], uid)
    tally = tally_of(store, uid)
    teaching = values["purpose"] == ASKED_OF_TEACHING
    entity = REGISTRY["rating" if teaching else "survey"]
    said: dict[str, Value] = {"returned": tally.papers}
    if tally.sent is not None:
        said["sent"] = tally.sent
    said |= _marks(tally.questions) if teaching else {"people": tally.papers}
    standing = rows_naming(store.database.read(), entity, _QUESTIONNAIRE, uid)
    if len(standing) > 1:
        raise AppError(
            f"有 {len(standing)} 条{entity.label}都写着这份问卷，不知道记入哪一条。",
            f"请在“{entity.label}”里留一条写这份问卷。",
        )
    if standing:
        known = registers.row_values(store, entity, standing[0])
        if all(known[name] == value for name, value in said.items()):
            return f"“{entity.label}”里已经是这个结果，没有改动。"
        registers.save_row(store, entity, standing[0], said)
        return f"已更新“{entity.label}”里的结果。"
    first = _first({**values, "uid": uid}, teaching=teaching)
    registers.save_row(store, entity, None, {**first, **said})
    return f"已记入“{entity.label}”，请打开补全其余内容。"


def _first(values: Mapping[str, Value], *, teaching: bool) -> dict[str, Value]:
    about = ("name", "organization", *(("teacher", "training_class") if teaching else ()))
    held = values["given_on"] or date.today().isoformat()
    kind: dict[str, Value] = {} if teaching else {"kind": "问卷"}
    named: dict[str, Value] = {"questionnaire": values["uid"]}
    return {**{name: values[name] for name in about}, **kind, **named, "held_on": held}


def _marks(questions: Sequence[QuestionTally]) -> dict[str, Value]:
    """The mean of every indicator in hundredths; several questions of one weigh the same."""
    found: dict[str, list[int]] = {}
    for one in questions:
        if one.asked.indicator and one.percent is not None:
            found.setdefault(_COLUMNS[one.asked.indicator], []).append(one.percent)
    return {name: papers.half_up(sum(all_), len(all_)) for name, all_ in found.items()}
