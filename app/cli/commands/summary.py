"""`summary`: the year in figures, as a file and as keys."""

import dataclasses

from app.cli.answer import Answer
from app.cli.command import Command, argument, year
from app.cli.context import Context
from app.cli.paths import OUTPUT


def summary(context: Context) -> Answer:
    """Count one year and write it."""
    from app.services.checks import Question
    from app.services.organizations import find_organization
    from app.services.summarizing import write_summary

    given = context.given
    with context.store() as store, context.progress() as progress:
        root = find_organization(store, given.organization).uid if given.organization else None
        asked = Question(given.year, root, context.as_of)
        made, figures = write_summary(store, asked, given.output, progress)
    keys = {
        "path": made.path,
        "pages": made.pages,
        "warnings": list(made.warnings),
        "figures": dataclasses.asdict(figures),
    }
    lines = [
        f"{figures.organization} {figures.year} 年：党员 {figures.members} 人，"
        f"参训 {figures.trained} 人，办班 {figures.classes_held} 期，共 {figures.hours:g} 学时",
        f"口径：{figures.bases['members']}",
        *(f"待定：{why}" for why in figures.pending),
        f"已写入 {made.path}",
        *made.warnings,
    ]
    return Answer(keys, lines)


COMMANDS = (
    Command(
        "summary",
        "年度总结（.pdf .xlsx .json）",
        summary,
        (
            argument("--year", metavar="年份", type=year, required=True, help="哪一年"),
            OUTPUT,
            argument("--organization", metavar="党组织", help="只算该组织及下级"),
        ),
        moves_today=True,
    ),
)
