"""签到表: room for those who come unasked, page and whole told apart, nobody lost at a turn."""

import re
from pathlib import Path

import pytest

from app.reports import sign_in_sheet
from tests.reports.papers import sign_in
from tests.reports.printed import page_texts


def pages_of(people: int, folder: Path) -> list[str]:
    path = folder / "签到表.pdf"
    sign_in_sheet.write_pdf(sign_in(people)[:1], path)
    return [text.replace(" ", "").replace("　", "") for text in page_texts(path)]


@pytest.mark.parametrize("people", [1, 18, 19, 20, 23, 40, 41, 42, 43, 44, 45, 85, 86, 88, 300])
def test_everybody_is_there_once_and_the_last_page_has_room_for_others(
    people: int, tmp_path: Path
) -> None:
    plan = sign_in_sheet.planned_pages(sign_in(people)[0].lines, 22)
    numbers = [line.number for page in plan for line in page if line.number]
    assert numbers == [str(n + 1) for n in range(people)]
    last = plan[-1]
    assert sum(not line.number for line in last) >= sign_in_sheet.SPARE
    assert any(line.number for line in last), "no page of empty rows alone"
    assert all(len(page) <= 44 for page in plan)
    assert all(line.number for page in plan[:-1] for line in page)


def test_one_page_says_the_whole_only(tmp_path: Path) -> None:
    (page,) = pages_of(23, tmp_path)
    assert "应到：23人" in page
    assert "实到：" in page
    assert "本页" not in page


def test_many_pages_tell_page_and_whole_apart(tmp_path: Path) -> None:
    pages = pages_of(100, tmp_path)
    assert len(pages) == 3
    expected = [int(number) for page in pages for number in re.findall(r"本页应到：(\d+)人", page)]
    assert len(expected) == 3
    assert sum(expected) == 100
    assert all("本页实到：" in page for page in pages)
    assert ["合计应到：100人" in page for page in pages] == [False, False, True]
    assert ["合计实到：" in page for page in pages] == [False, False, True]
    assert all("班主任签字" in page for page in pages)
