"""No changed package is ever accepted: cuts at every length, thousands of random changes."""

import hashlib
from random import Random

import pytest

from app.domain.errors import PackageError
from tests.exchange.forge import flipped, parts, recovered, spelled
from tests.exchange.sites import OTHER, TOWNSHIP, package, received

SEED = 20261120
WHOLE, SECOND = package(), package(OTHER)


def accepted(data: bytes) -> bool:
    try:
        received(data)
    except PackageError:
        return False
    return True


def test_the_unchanged_one_is_accepted() -> None:
    assert accepted(WHOLE)


def test_cut_at_every_length() -> None:
    assert [at for at in range(len(WHOLE)) if accepted(WHOLE[:at])] == []


@pytest.mark.parametrize("value", [[], {}, ["report"], 0, None, "合并"])
def test_a_kind_that_is_none_is_refused_whatever_stands_there(value: object) -> None:
    pieces = parts(WHOLE)
    pieces.cover = spelled({**pieces.values, "kind": value})
    with pytest.raises(PackageError) as refused:
        received(pieces.joined())
    assert refused.value.code == "E-202-04"


def _one_bit(data: bytes, random: Random) -> bytes:
    return flipped(data, random.randrange(len(data)), random.randrange(8))


def _some_bytes(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + random.randbytes(random.randint(1, 40)) + data[at + random.randint(0, 40) :]


def _appended(data: bytes, random: Random) -> bytes:
    return data + random.randbytes(random.randint(1, 600))


def _removed(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + data[at + random.randint(1, 200) :]


def _zeroed(data: bytes, random: Random) -> bytes:
    at, size = random.randrange(len(data)), random.randint(1, 512)
    return data[:at] + bytes(len(data[at : at + size])) + data[at + size :]


def _moved(data: bytes, random: Random) -> bytes:
    first, second = sorted(random.sample(range(len(data)), 2))
    return data[second:] + data[first:second] + data[:first]


def _crossed(data: bytes, random: Random) -> bytes:
    """The beginning of one package, the end of another."""
    at = random.randrange(1, min(len(data), len(SECOND)) - 1)
    return data[:at] + SECOND[at:]


def _sealed_anew(data: bytes, random: Random) -> bytes:
    """A change in the cover with the checksum put right, which needs no key."""
    pieces = parts(data)
    at = random.randrange(len(pieces.cover))
    pieces.cover = flipped(pieces.cover, at, random.randrange(8))
    return pieces.joined()


CHANGES = (
    *(_one_bit, _one_bit, _one_bit, _some_bytes, _appended, _removed),
    *(_zeroed, _moved, _crossed, _sealed_anew, _sealed_anew),
)


@pytest.mark.fault
def test_random_changes() -> None:
    random, wrong, tried = Random(SEED), [], 0
    while tried < 4000:
        change = random.choice(CHANGES)
        data = change(WHOLE, random)
        if data in (WHOLE, SECOND):
            continue
        tried += 1
        if accepted(data):
            wrong.append((tried, change.__name__))
    assert wrong == []


@pytest.mark.fault
def test_random_changes_signed_by_the_sender() -> None:
    """Behind a good signature the encryption itself still refuses every change."""
    random = Random(SEED)
    for _ in range(500):
        pieces = parts(WHOLE)
        change = random.choice((_one_bit, _some_bytes, _removed, _appended, _zeroed, _moved))
        pieces.cipher = change(pieces.cipher, random)
        if pieces.cipher == parts(WHOLE).cipher:
            continue
        digest = hashlib.sha256(pieces.cipher).hexdigest()
        size = len(pieces.cipher)
        assert not accepted(recovered(pieces.joined(), TOWNSHIP.keys, cipher=digest, size=size))


def test_random_bytes() -> None:
    random = Random(SEED)
    start = WHOLE[:18]
    for _ in range(500):
        rubbish = random.randbytes(random.randint(0, 4000))
        assert not accepted(rubbish)
        assert not accepted(start + rubbish)
