"""Keys survive keeping, and the digits people compare are equal at both ends."""

import re

import pytest

from app.domain.errors import PackageError
from app.exchange.keys import PublicKeys, SiteKeys, check_words, fingerprint, pair_fingerprint
from tests.exchange.sites import COUNTY, OTHER, TOWNSHIP, known_keys

# Written down once: a new version that computes other digits would frighten every county.
FINGERPRINT = "08948 61385 52035 82080 34052 74962"
PAIR = "72622 91687 04697 02444 29967 75007"


def test_kept_keys_are_the_same_keys() -> None:
    keys = SiteKeys.generate()
    again = SiteKeys.from_bytes(keys.to_bytes())
    assert again.public == keys.public
    assert again.public.verifies(keys.sign.sign(b"x"), b"x")
    assert PublicKeys.from_bytes(keys.public.to_bytes()) == keys.public


def test_fresh_keys_differ() -> None:
    assert SiteKeys.generate().public != SiteKeys.generate().public


def test_fingerprint_never_changes() -> None:
    assert fingerprint(known_keys("青山镇").public) == FINGERPRINT
    assert re.fullmatch(r"(\d{5} ){5}\d{5}", FINGERPRINT)


def test_fingerprint_depends_on_both_keys() -> None:
    mine, other = TOWNSHIP.keys.public, OTHER.keys.public
    mixed = {PublicKeys(mine.sign, other.box), PublicKeys(other.sign, mine.box), mine, other}
    assert len({fingerprint(keys) for keys in mixed}) == 4
    assert len({keys.key_id for keys in mixed}) == 4


def test_pair_fingerprint_is_the_same_at_both_ends() -> None:
    township, county = TOWNSHIP.keys.public, COUNTY.keys.public
    assert pair_fingerprint(township, county) == pair_fingerprint(county, township) == PAIR
    assert pair_fingerprint(township, OTHER.keys.public) != PAIR


def test_check_words_are_the_digits_read_aloud() -> None:
    assert check_words("01234 56789") == "零幺二三四，五六七八九"


def test_private_keys_do_not_show() -> None:
    keys = SiteKeys.generate()
    assert keys.to_bytes()[1:33].hex() not in repr(keys)
    assert repr(keys) == f"SiteKeys({keys.public.key_id})"


@pytest.mark.parametrize("change", [lambda d: d[:-1], lambda d: d + b"x", lambda d: b"\2" + d[1:]])
def test_damaged_keys_are_refused(change: object) -> None:
    assert callable(change)
    keys = SiteKeys.generate()
    with pytest.raises(PackageError):
        SiteKeys.from_bytes(change(keys.to_bytes()))
    with pytest.raises(PackageError):
        PublicKeys.from_bytes(change(keys.public.to_bytes()))
