"""Values as people read them: numbers are masked, told apart where it matters, and never whole."""

from itertools import combinations

import pytest

from app.domain.declarations import entity_named
from app.domain.wording import masked_apart

PHONE = entity_named("member").field("phone")
NUMBER = entity_named("member").field("id_number")


@pytest.mark.parametrize(
    ("field", "many"),
    [
        (PHONE, ["13811115678", "13811915678"]),
        (PHONE, ["13812345678", "13898765678"]),
        (PHONE, ["13812345678", "13898765678", "13855555678"]),
        (NUMBER, ["430102199001011236", "430102200112121236"]),
        (NUMBER, ["430102199001011236", "430102200112121236", None]),
    ],
)
def test_what_differs_where_it_is_masked_is_told_apart_and_not_whole(
    field: object, many: list[str | None]
) -> None:
    shown = masked_apart(field, many)  # type: ignore[arg-type]
    assert all(a != b for a, b in combinations(shown, 2))
    hidden = [str(one).count("*") for one in shown if one]
    assert min(hidden) >= 2
    assert max(hidden) - 2 <= min(hidden)
    for masked, value in zip(shown, many, strict=True):
        assert value is None or all(m in ("*", v) for m, v in zip(str(masked), value, strict=True))


def test_numbers_that_are_alike_or_differ_in_sight_stay_masked() -> None:
    assert masked_apart(PHONE, ["13812345678"] * 2) == ["138****5678"] * 2
    assert masked_apart(PHONE, ["13812345678", "13912345678"]) == ["138****5678", "139****5678"]
