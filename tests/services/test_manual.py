"""The page of the manual on who may do what is the table the services ask."""

import re
from pathlib import Path

import pytest

from app.domain.accounts.roles import Role, table

PAGE = Path(__file__).parents[2] / "resources/help/使用人与分工.md"


@pytest.mark.parametrize("level", ["county", "township"])
def test_the_manual_says_what_the_table_says(level: str) -> None:
    lines = re.findall(r"^\|(.+)\|$", PAGE.read_text("utf-8"), re.MULTILINE)
    said = [[cell.strip() for cell in line.split("|")] for line in lines]
    heads = ["", *(role.value for role in Role)]
    begin = said.index(heads)
    rows = said[begin + 2 :]
    assert rows == [[what, *marks] for what, marks in table(level)]
