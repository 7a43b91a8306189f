"""Short classes and winter training give proofs instead of certificates."""

import pytest

from app.domain.training.class_defaults import certificates_by_default


@pytest.mark.parametrize(
    ("kind", "ends", "expected"),
    [
        ("集中轮训", "2026-03-06", False),
        ("集中轮训", "2026-03-07", True),
        ("冬春训", "2026-03-20", False),
    ],
)
def test_short_classes_and_winter_training_give_proofs_instead(
    kind: str, ends: str, expected: bool
) -> None:
    assert certificates_by_default(kind, "2026-03-05", ends, 2) is expected
