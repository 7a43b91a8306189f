"""Every refusal has its own code and sentence, and comes out where it must."""

import string
from collections.abc import Callable

import pytest

from app.domain.errors import PackageError
from app.exchange import key_refusals, refusals
from app.exchange.refusals import Refusal
from tests.exchange.cases import READERS, Case, all_cases

CASES = list(all_cases())
REFUSALS = {
    name: value
    for module in (refusals, key_refusals)
    for name, value in vars(module).items()
    if isinstance(value, Refusal)
}
BY_SERVICES = {
    *("E-207-05", "E-207-06", "E-207-07", "E-207-09", "E-207-10", "E-207-11"),
    *("E-223-01", "E-223-02", "E-223-06", "E-224-01", "E-224-04", "E-224-05"),
    *("E-225-01", "E-225-02", "E-225-03"),
}
"""These need a store; tests/services/exchange has their cases."""


@pytest.mark.parametrize("case", CASES, ids=[case.file for case in CASES])
def test_refused_with_its_code(case: Case) -> None:
    with pytest.raises(PackageError) as caught:
        READERS[case.reader](case.data)
    assert caught.value.code == case.code, caught.value.message
    assert "{" not in caught.value.message + caught.value.hint


def test_every_refusal_has_a_case() -> None:
    covered = {case.code for case in CASES}
    elsewhere = {r.code for r in REFUSALS.values() if r.code.startswith(("E-102", "E-201"))}
    elsewhere |= {refusals.TOO_LARGE.code, *BY_SERVICES}
    elsewhere.add(refusals.KEYS_MISSHAPEN.code)  # test_invitation has its cases
    assert {refusal.code for refusal in REFUSALS.values()} - covered - elsewhere == set()


@pytest.mark.parametrize("part", [lambda r: r.code, lambda r: r.message])
def test_codes_and_sentences_are_distinct(part: Callable[[Refusal], str]) -> None:
    parts = [part(refusal) for refusal in REFUSALS.values()]
    assert len(set(parts)) == len(parts)


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS.keys())
def test_says_what_happened_and_what_to_do(refusal: Refusal) -> None:
    assert refusal.message.endswith("。")
    assert refusal.hint.endswith("。")
    # A foreign text put into a sentence must not be taken for a place to fill.
    fields = {name for _, name, _, _ in string.Formatter().parse(refusal.message) if name}
    assert "{x}" in refusal.error(**dict.fromkeys(fields, "{x}")).message or not fields
