"""`--same-person` and `--different`: whether a line of a roster is somebody already known."""

from collections.abc import Sequence
from typing import Any

from app.cli.chinese_usage import checked
from app.cli.command import argument
from app.domain.errors import AppError
from app.domain.masking import mask_id_number
from app.domain.people.same_person import DIFFERENT, Place, Question
from app.services.import_plan import ImportPlan

Given = tuple[str, int, str]
"""Sheet (empty: the only one), row, id of the known person (empty: the only one asked about)."""


@checked
def answer(text: str) -> Given:
    """ROW, ROW=ID, SHEET!ROW or SHEET!ROW=ID."""
    place, _, person = text.partition("=")
    sheet, _, row = place.rpartition("!")
    if not (row.isascii() and row.isdigit() and 0 < int(row) < 10_000_000):
        raise ValueError(f"“{text}”应写成 行号、行号=编号，或 工作表!行号=编号")
    return sheet, int(row), person.strip().lower()


ANSWERS = (
    argument(
        "--same-person",
        dest="same_person",
        action="append",
        type=answer,
        default=[],
        metavar="行号[=编号]",
        help="这一行就是本机已有的那个人（身份证号已更正）；疑似的不止一人时写明编号，可多次使用",
    ),
    argument(
        "--different",
        action="append",
        type=answer,
        default=[],
        metavar="行号",
        help="这一行与本机同名的人不是同一人，按新人导入；可多次使用",
    ),
)


def answers_of(
    plan: ImportPlan, same: Sequence[Given], different: Sequence[Given]
) -> dict[Place, bytes]:
    """The answers that were written, each checked against what the plan asks.

    Raises:
        AppError: a line was answered that nobody asked about, or the person is not clear.
    """
    found: dict[Place, bytes] = {}
    for given in different:
        found[_asked(plan, given)[0].place] = DIFFERENT
    for given in same:
        questions = _asked(plan, given)
        chosen = [asked for asked in questions if given[2] in ("", asked.known.uid.hex())]
        if len(chosen) != 1:
            listed = "、".join(asked.known.uid.hex() for asked in questions)
            raise AppError(
                f"第 {given[1]} 行疑似的人不止一个，或编号不对：{listed}。",
                "请写成 --same-person 行号=编号。",
                code="same-person",
            )
        found[chosen[0].place] = chosen[0].known.uid
    return found


def questions_as_keys(plan: ImportPlan, answers: dict[Place, bytes]) -> list[dict[str, Any]]:
    """What is asked, for --json: who of the store each line may be."""
    return [
        {
            "sheet": asked.place.sheet,
            "row": asked.place.row,
            "name": asked.name,
            "id": asked.known.uid.hex(),
            "organization": plan.branch_names.get(asked.known.organization or b"", ""),
            "number": mask_id_number(asked.number),
            "known_number": mask_id_number(str(asked.known.values.get("id_number") or "")),
            "why": asked.why,
            "answer": _said(asked, answers),
        }
        for asked in plan.questions
    ]


def _said(asked: Question, answers: dict[Place, bytes]) -> str | None:
    given = answers.get(asked.place)
    if given is None:
        return None
    return "same" if given == asked.known.uid else "different"


def _asked(plan: ImportPlan, given: Given) -> list[Question]:
    sheet, row, _ = given
    found = [
        asked
        for asked in plan.questions
        if asked.place.row == row and sheet in ("", asked.place.sheet)
    ]
    if not found or len({asked.place for asked in found}) > 1:
        raise AppError(
            f"第 {row} 行没有“疑似同一人”的提问，或几张工作表都有这一行。",
            "请先加 --dry-run 看提醒；有几张工作表时写成 工作表!行号。",
            code="same-person",
        )
    return found
