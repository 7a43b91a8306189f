"""When a package can be applied, and which numbers lie before one that came too early."""

import pytest

from app.domain.exchange.package_state import PackageState, judge, missing, numbers_text


@pytest.mark.parametrize(
    ("already", "lo", "heard", "state"),
    [
        (False, 0, 0, PackageState.FRESH),
        (False, 5, 7, PackageState.FRESH),
        (False, 7, 7, PackageState.FRESH),
        (False, 8, 7, PackageState.GAP),
        (True, 8, 7, PackageState.ALREADY),
        (True, 0, 0, PackageState.ALREADY),
    ],
)
def test_judge(already: bool, lo: int, heard: int, state: PackageState) -> None:
    assert judge(already=already, lo=lo, heard=heard) is state


@pytest.mark.parametrize(
    ("heard", "sequence", "text"), [(3, 5, "4"), (3, 8, "4 至 7"), (3, 4, ""), (0, 3, "1 至 2")]
)
def test_missing_numbers_are_named(heard: int, sequence: int, text: str) -> None:
    assert numbers_text(missing(heard, sequence)) == text
