"""师资 and 阵地 beyond their registers: lectures in classes, villages without a place."""

from app.cli.answer import Answer
from app.cli.command import Command, argument
from app.cli.context import Context
from app.cli.tables import table
from app.domain.resources.codes import STATION


def lectures(context: Context) -> Answer:
    """授课记录 out of 教学安排, 考勤 and 评教."""
    from app.services.teaching import bring_lectures

    with context.store() as store:
        done = bring_lectures(store)
    keys = {
        "new": done.new,
        "changed": done.changed,
        "several": list(done.several),
        "elsewhere": done.elsewhere,
    }
    return Answer(keys, (done.words,))


def coverage(context: Context) -> Answer:
    """Every village and community, and what covers it."""
    from app.services.coverage import coverage_of

    with context.store() as store:
        made = coverage_of(store, context.given.kind)
    places = [
        {
            "organization_id": one.organization.hex(),
            "organization": one.name,
            "venues": list(one.venues),
        }
        for one in made.places
    ]
    cells = [[one.name, one.above, "、".join(one.venues) or "没有"] for one in made.places]
    keys = {"kind": made.kind, "places": places, "without": made.without}
    return Answer(keys, (made.words, *table(("村（社区）", "上级", "阵地"), cells)))


COMMANDS = (
    Command("teacher lectures", "从培训班带入授课记录：学时、听课人数、评分", lectures),
    Command(
        "venue coverage",
        "阵地覆盖：哪些村（社区）没有",
        coverage,
        (argument("--kind", metavar="类别", default=STATION, help=f"阵地类别，默认{STATION}"),),
    ),
)
