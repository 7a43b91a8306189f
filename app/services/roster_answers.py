"""What can be answered about a roster: which field a column is, which category, which branch."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.data.imports.header_words import bare_header
from app.data.imports.learned_headers import learned_headers
from app.domain.declarations import entity_named
from app.domain.errors import InvalidInput
from app.domain.parsing import parse
from app.domain.people.codes import POLITICAL_STATUSES
from app.domain.people.roster_answers import RosterAnswers
from app.domain.people.roster_file import RosterFile, RowProblem
from app.domain.people.roster_headers import LABELS, NEVER_READ
from app.services.organizations import find_organization
from app.services.store import Store

NOT_READ = "不读取"
MAKE_NEW = "新建"
_CALLED = re.compile(rf"{MAKE_NEW}\s*[:：]\s*(\S.*)")
"""新建：石岩村党支部"""


def column_fields() -> dict[str, str]:
    """Every field that a column may be, to its label, in the order of the form."""
    fields = entity_named("member").fields
    return {made.name: made.label for made in fields if made.name not in NEVER_READ} | LABELS


def remembered_columns(store: Store) -> dict[str, str]:
    """What columns were said to be before: header as it is compared, to field."""
    return learned_headers(store.database.read())


def read_answers(
    store: Store, columns: Iterable[str], category: str | None, branches: Iterable[str]
) -> RosterAnswers:
    """The answers as they are typed: 表头=字段, a category, 写法=本机的党组织, 写法=新建 or
    写法=新建：名称.

    Raises:
        InvalidInput: an answer is not of this form, or names what does not exist.
        AppError: a branch is not here, or there are several of that name.
    """
    if category and category not in POLITICAL_STATUSES:
        allowed = "、".join(POLITICAL_STATUSES)
        raise InvalidInput({"category": f"没有“{category}”这一类，可填：{allowed}"})
    named = dict(_split(text, "--branch") for text in branches)
    renamed = {text: found[1] for text, ours in named.items() if (found := _CALLED.match(ours))}
    return RosterAnswers(
        columns=dict(_column(*_split(text, "--column")) for text in columns),
        category=category or "",
        branches={
            text: (
                None if ours == MAKE_NEW or text in renamed else find_organization(store, ours).uid
            )
            for text, ours in named.items()
        },
        names=renamed,
    )


def checked_names(said: RosterAnswers) -> RosterAnswers:
    """New branches are called as an organization may be called.

    Raises:
        InvalidInput: a name is none.
    """
    entity = entity_named("organization")
    read = {
        text: parse(entity, {"name": called}, partial=True) for text, called in said.names.items()
    }
    return replace(said, names={text: str(values["name"]) for text, values in read.items()})


def field_of(label: str) -> str:
    """The field that a clerk names by its label or name; empty for 不读取.

    Raises:
        InvalidInput: there is no such field.
    """
    text = label.strip()
    if text in ("", NOT_READ):
        return ""
    fields = column_fields()
    for name, shown in fields.items():
        if text in (name, shown):
            return name
    allowed = "、".join([*fields.values(), NOT_READ])
    raise InvalidInput({"column": f"没有“{text}”这一项，可填：{allowed}"})


def with_remembered(store: Store, columns: Mapping[str, str]) -> dict[str, str]:
    """What is known of columns from before and from now; what is said now counts."""
    now = {bare_header(header): name for header, name in columns.items()}
    return {**remembered_columns(store), **now}


def not_in_the_file(file: RosterFile, columns: Mapping[str, str]) -> list[RowProblem]:
    """What was said of columns that are not there, or whose meaning was clear without it."""
    return [
        RowProblem("", 0, "", header, "", f"文件里没有不认识的列“{header}”，关于它的说明没有用上")
        for header in columns
        if bare_header(header) not in file.taught
    ]


def _column(header: str, label: str) -> tuple[str, str]:
    return header, field_of(label)


def _split(text: str, option: str) -> tuple[str, str]:
    before, mark, after = text.rpartition("=")
    if not mark or not before.strip():
        raise InvalidInput({option: f'“{text}”要写成 {option} "原来的写法=含义"'})
    return before.strip(), after.strip()
