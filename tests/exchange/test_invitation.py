"""开户文件 as bytes: what is believed, by whom, and which digits people compare."""

import orjson
import pytest

from app.domain.errors import PackageError
from app.domain.exchange.document_kind import DocumentKind
from app.exchange.announcement import Announcement, read_announcement
from app.exchange.certificate import Revocations
from app.exchange.invitation import (
    answer_to,
    read_answer,
    read_invitation,
    sign_answer,
    sign_invitation,
)
from app.exchange.keys import check_words
from app.exchange.parties import Peer
from app.exchange.signed import kind_of
from tests.exchange.cases_documents import GRANTED
from tests.exchange.cases_keys import ANSWER, INVITATION, READERS, invitation_file
from tests.exchange.forge import flipped
from tests.exchange.sites import COUNTY, OTHER, STRANGER, TOWNSHIP, package, peer, site

# Written down once: a new version that computes other digits would frighten every county.
DIGITS = "40808 92375 19588 02162 38050 11202"


def test_there_and_back() -> None:
    read = read_invitation(invitation_file(), TOWNSHIP)
    assert read == INVITATION
    answer = read_answer(sign_answer(ANSWER, TOWNSHIP.keys), COUNTY)
    assert answer == ANSWER
    assert answer.proved_by(INVITATION.secret)
    assert not answer.proved_by(bytes(32))


def test_digits_are_of_county_keys_and_number() -> None:
    other = read_invitation(invitation_file(number="1" * 32), TOWNSHIP)
    assert INVITATION.digits == DIGITS != other.digits
    assert len(DIGITS.split()) == len(check_words(DIGITS).split("，")) == 6


def test_neither_secret_nor_proof_show_in_words() -> None:
    assert INVITATION.secret.hex() not in sign_answer(ANSWER, TOWNSHIP.keys).decode()


@pytest.mark.parametrize("name", ["青山镇党委", "中共青山镇委员会青山镇"])
def test_a_longer_spelling_is_the_same_place(name: str) -> None:
    assert read_invitation(invitation_file(), site(name, "青山镇")).name == "青山镇"


def test_former_keys_vouch_for_the_new_ones() -> None:
    renewed = site(COUNTY.name, "云岭县新", COUNTY.name)
    told = sign_invitation(
        read_invitation(invitation_file(), TOWNSHIP), COUNTY.keys, renewed.former_keys
    )
    assert kind_of(told) is DocumentKind.INVITATION
    now = Peer(renewed.site, renewed.name, renewed.keys.public)
    data = sign_invitation(_by(now), renewed.keys, renewed.former_keys)
    assert read_invitation(data, TOWNSHIP, joined=[peer(COUNTY)]).county == now
    with pytest.raises(PackageError):
        read_invitation(data, TOWNSHIP, joined=[peer(COUNTY, "2026-06-30")])


def _by(county: Peer):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(INVITATION, county=county)


def test_an_answer_proves_every_one_of_its_words() -> None:
    for other in (OTHER, STRANGER):
        assert answer_to(INVITATION, other, "township", ANSWER.created_at).proof != ANSWER.proof


@pytest.mark.fault
@pytest.mark.parametrize("reader", ["invitation", "answer"])
def test_no_changed_file_is_believed(reader: str) -> None:
    """Every byte flipped, every length cut."""
    data = invitation_file() if reader == "invitation" else sign_answer(ANSWER, TOWNSHIP.keys)
    for at in range(len(data)):
        for changed in (flipped(data, at, at % 8), data[:at]):
            with pytest.raises(PackageError):
                READERS[reader](changed)


def test_what_a_file_is_shows_before_it_is_believed() -> None:
    assert kind_of(sign_answer(ANSWER, TOWNSHIP.keys)) is DocumentKind.ANSWER
    for data in (b"", b"hello", package(), b'{"body":{}}'):
        assert kind_of(data) is None


def test_announcements_travel_as_entries_of_a_manifest() -> None:
    keys = (COUNTY.keys.public, OTHER.keys.public)
    told = Announcement(keys, (TOWNSHIP.keys.public.key_id,), GRANTED, Revocations(3), b"\1" * 32)
    said = {"keys": orjson.loads(orjson.dumps(told.to_record()))}
    assert read_announcement(said) == told
    bare = Announcement(keys)
    assert read_announcement({"keys": bare.to_record()}) == bare
    assert read_announcement({}) is None


@pytest.mark.parametrize(
    "broken",
    [
        *([], "x", {}, {"own": []}, {"own": ["zz"], "known": []}, {"own": ["00"], "known": []}),
        {"own": [COUNTY.keys.public.to_bytes().hex()]},
        {"own": [COUNTY.keys.public.to_bytes().hex()], "known": ["?"]},
        {"own": [COUNTY.keys.public.to_bytes().hex()] * 41, "known": []},
        {"own": [COUNTY.keys.public.to_bytes().hex()], "known": [], "certificate": 5},
        {"own": [COUNTY.keys.public.to_bytes().hex()], "known": [], "certificate": {"a": 1}},
        {"own": [COUNTY.keys.public.to_bytes().hex()], "known": [], "revocations": {"number": -1}},
        {"own": [COUNTY.keys.public.to_bytes().hex()], "known": [], "recovery": "00"},
    ],
)
def test_a_broken_announcement_is_refused(broken: object) -> None:
    with pytest.raises(PackageError) as refused:
        read_announcement({"keys": broken})
    assert refused.value.code == "E-202-33"
