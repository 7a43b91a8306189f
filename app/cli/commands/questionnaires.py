"""问卷 beyond its register: papers entered by keys, what all of them say, where that is kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.command import Command, argument
from app.cli.context import Context
from app.cli.paths import place
from app.domain.accounts.roles import Verb
from app.domain.errors import AppError, InvalidInput

if TYPE_CHECKING:
    from app.domain.governance.answers import QuestionTally
    from app.services.store import Store


def enter(context: Context) -> Answer:
    """Papers, all of them or none."""
    from app.domain.governance.answers import from_keys
    from app.services.questionnaires import enter_papers, questions_of

    given = context.given
    with context.store() as store:
        store.require(Verb.ENTER)
        uid = _named(store, given.id)
        asked = questions_of(store, uid)
        typed = [*given.paper, *(_lines(given.file) if given.file else ())]
        if not typed:
            raise InvalidInput({"paper": "请用 --paper 写一份答卷，或用 --file 指定文件"})
        read = [from_keys(asked, text) for text in typed]
        numbers = [one.number for one in enter_papers(store, uid, read)]
    return Answer({"numbers": numbers}, (f"已录入 {len(numbers)} 份，份号 {_span(numbers)}。",))


def _span(numbers: list[int]) -> str:
    return f"{numbers[0]}" if len(numbers) == 1 else f"{numbers[0]} 到 {numbers[-1]}"


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AppError(f"“{path.name}”读不出来。", "请用 UTF-8 文本文件，每行一份答卷。") from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def tally(context: Context) -> Answer:
    """What all papers say."""
    from app.services.questionnaires import tally_of

    with context.store() as store:
        made = tally_of(store, _named(store, context.given.id))
    keys = {
        "name": made.name,
        "sent": made.sent,
        "papers": made.papers,
        "questions": [_as_keys(one) for one in made.questions],
    }
    lines = [f"{made.name}：收回 {made.papers} 份"]
    for one in made.questions:
        lines.append(f"{one.asked.number}. {one.asked.text}（{one.asked.kind}）{_words(one)}")
        lines += [f"   {c.option}：{c.papers} 份，{c.share}" for c in one.counted]
        lines += [f"   {text}" for text in one.texts]
    return Answer(keys, lines)


def _words(told: "QuestionTally") -> str:
    apart = f"，与选项不符 {told.unfit}" if told.unfit else ""
    mean = f"，平均 {told.mean} 分" if told.mean else ""
    return f"作答 {told.answered}，未答 {told.blank}{apart}{mean}"


def _as_keys(told: "QuestionTally") -> dict[str, Any]:
    return {
        "number": told.asked.number,
        "text": told.asked.text,
        "kind": told.asked.kind,
        "answered": told.answered,
        "blank": told.blank,
        "unfit": told.unfit,
        "options": [
            {"option": c.option, "papers": c.papers, "share": c.share} for c in told.counted
        ],
        "mean": told.mean or None,
        "percent": told.percent,
        "texts": list(told.texts),
    }


def keep(context: Context) -> Answer:
    """The result into 评教 or 需求调研."""
    from app.services.questionnaires import keep_tally

    with context.store() as store:
        store.require(Verb.ENTER)
        uid = _named(store, context.given.id)
        told = keep_tally(store, uid)
    return Answer({"id": uid.hex()}, (told,))


def _named(store: "Store", text: str) -> bytes:
    from app.services.row_references import find_row

    return find_row(store, "questionnaire", text)


_ID = argument("id", metavar="问卷", help="名称或编号")

COMMANDS = (
    Command(
        "questionnaire enter",
        "录入收回的答卷（不记名）",
        enter,
        (
            _ID,
            argument(
                "--paper",
                metavar="答案",
                action="append",
                default=[],
                help="一份答卷：题号:选项前的数字，分号隔开，如 1:2;2:13;4:多讲实例；可以重复",
            ),
            argument("--file", metavar="文件", type=place, help="文本文件，每行一份答卷"),
        ),
    ),
    Command("questionnaire tally", "汇总：份数、比例、平均分、写的话", tally, (_ID,)),
    Command("questionnaire keep", "把收回份数和评分记入评教或需求调研", keep, (_ID,)),
)
