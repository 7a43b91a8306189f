"""Certificate numbers and frozen contents."""

import dataclasses

import pytest

from app.domain.errors import AppError, InvalidInput, StorageError
from app.domain.settings import DEFAULTS
from app.domain.training.certificate_content import (
    CertificateContent,
    birth_month,
    read_content,
)
from app.domain.training.certificate_number import SerialBlock, number_pattern, used_serials

DEFAULT = DEFAULTS["certificate_pattern"]


@pytest.mark.parametrize(
    ("pattern", "serial", "number"),
    [
        (DEFAULT, 1, "云党校结字〔2026〕第00001号"),
        (DEFAULT, 120001, "云党校结字〔2026〕第120001号"),
        ("{年}-{班次}-{序号:3}", 7, "2026-A1-007"),
        ("{序号}/{年}", 7, "7/2026"),
    ],
)
def test_numbers_as_printed_can_be_read_back(pattern: str, serial: int, number: str) -> None:
    made = number_pattern(pattern)
    assert made.render("云党校", 2026, "A1", serial) == number
    assert made.serial_of(number, 2026) == serial
    assert made.serial_of(number, 2025) is None


@pytest.mark.parametrize(
    "pattern",
    [
        "第{序号}号",
        "{年}号",
        "{年}{序号}{序号}",
        "{年}{流水}{序号}",
        "{年{序号}",
        "{年}{序号:x}",
        "",
    ],
)
def test_patterns_that_would_repeat_or_lose_numbers(pattern: str) -> None:
    with pytest.raises(InvalidInput, match="编号格式"):
        number_pattern(pattern)


@pytest.mark.parametrize(
    ("block", "used", "count", "serials"),
    [
        (0, [], 2, [1, 2]),
        (0, [1, 2, 5], 1, [6]),
        (3, [1, 2, 20007], 2, [30001, 30002]),
        (3, [30001, 40009], 1, [30002]),
        (1, [19998], 1, [19999]),
    ],
)
def test_every_site_goes_on_in_its_own_block(
    block: int, used: list[int], count: int, serials: list[int]
) -> None:
    assert list(SerialBlock(block).next_serials(used, count)) == serials


@pytest.mark.parametrize(("used", "count"), [([9999], 1), ([9998], 2), ([], 10000)])
def test_a_full_block_is_refused(used: list[int], count: int) -> None:
    with pytest.raises(AppError, match="编号"):
        SerialBlock(0).next_serials(used, count)


def test_numbers_of_an_older_pattern_stay_used() -> None:
    numbers = ["云党校结字〔2026〕第00004号", "云岭党校2026第0009号"]
    assert used_serials(number_pattern(DEFAULT), 2026, numbers) == [4, 9]


CONTENT = CertificateContent(
    name="阿依古丽·买买提",
    sex="女",
    birth=birth_month("1985-03-12"),
    class_name="村党组织书记任职培训班",
    starts_on="2026-03-05",
    ends_on="2026-03-09",
    organizer="云岭县委组织部",
    hours=40.0,
    number="云党校结字〔2026〕第00001号",
    issued_on="2026-03-09",
)


def test_the_same_content_is_the_same_text() -> None:
    assert CONTENT.text().startswith('{"birth":"1985-03",')
    assert read_content(CONTENT.text(), CONTENT.digest()) == CONTENT
    assert dataclasses.replace(CONTENT, hours=39.5).digest() != CONTENT.digest()


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        (CONTENT.text().replace("40.0", "80.0"), CONTENT.digest()),
        ("{}", None),
        ("not JSON", None),
    ],
)
def test_a_changed_content_is_not_printed(text: str, digest: str | None) -> None:
    with pytest.raises(StorageError, match="不一致"):
        read_content(text, digest)


@pytest.mark.parametrize(
    ("date", "shown"),
    [("1985", "1985"), ("1985-03", "1985-03"), ("1985-03-12", "1985-03"), (None, None)],
)
def test_births_are_shown_as_far_as_known(date: str | None, shown: str | None) -> None:
    assert birth_month(date) == shown
