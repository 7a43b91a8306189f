"""A township and a county come to know each other by two files and spoken digits."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import PackageError
from app.domain.exchange.revocation import RevocationReason
from app.exchange.certificate import Certificate, Revocation, Revocations
from app.exchange.enrolment import (
    Reply,
    new_request,
    read_reply,
    read_request,
    sign_reply,
    sign_request,
)
from app.exchange.keys import fingerprint
from app.exchange.parties import OwnSite
from app.exchange.signed import load_document, save_document
from tests.exchange.cases import request_of
from tests.exchange.cases_documents import GRANTED, REPLY
from tests.exchange.forge import flipped
from tests.exchange.sites import COUNTY, OTHER, TIME, TOWNSHIP, package, peer, received

VOID = Revocation(OTHER.site, OTHER.keys.public.key_id, "2026-06-30", RevocationReason.LOST)


def test_from_request_to_first_package(tmp_path: Path) -> None:
    request = new_request(TOWNSHIP, "township", "云岭县", TIME)
    asked, answered = tmp_path / "青山镇.xjs", tmp_path / "批复.xjs"
    save_document(asked, sign_request(request, TOWNSHIP.keys))

    seen = read_request(load_document(asked), COUNTY)
    assert seen == request
    assert seen.fingerprint == fingerprint(TOWNSHIP.keys.public)
    granted = replace(GRANTED, site=seen.site, name=seen.name, keys=seen.keys)
    reply = Reply(seen.number, peer(COUNTY), granted, Revocations(2, (VOID,)), TIME)
    save_document(answered, sign_reply(reply, COUNTY.keys))

    joined = read_reply(load_document(answered), TOWNSHIP, request)
    assert joined == reply
    assert joined.fingerprint == fingerprint(COUNTY.keys.public)
    assert joined.pair_fingerprint == reply.pair_fingerprint
    assert [place.name for place in joined.certificate.scope] == ["青山镇党委"]
    assert received(package(COUNTY, TOWNSHIP), TOWNSHIP, [joined.county])


def test_two_requests_are_never_alike() -> None:
    first, second = (new_request(TOWNSHIP, "township", "云岭县", TIME) for _ in range(2))
    assert first.number != second.number


def test_renewal_is_taken_from_the_same_county_with_a_higher_serial() -> None:
    data = sign_reply(REPLY, COUNTY.keys)
    renewed = read_reply(data, TOWNSHIP, request_of(TOWNSHIP), peer(COUNTY), known_serial=4)
    assert renewed.certificate.serial == 5


def test_reply_without_a_request_here_is_refused() -> None:
    with pytest.raises(PackageError) as caught:
        read_reply(sign_reply(REPLY, COUNTY.keys), TOWNSHIP, None)
    assert caught.value.code == "E-222-02"


def test_certificate_and_revocations_travel_as_records() -> None:
    assert Certificate.from_record(GRANTED.to_record()) == GRANTED
    void = Revocations(3, (VOID,))
    assert Revocations.from_record(void.to_record()) == void


@pytest.mark.fault
@pytest.mark.parametrize("kind", ["request", "reply"])
def test_no_changed_file_is_believed(kind: str) -> None:
    """Every byte flipped, every length cut."""
    if kind == "request":
        data = sign_request(request_of(TOWNSHIP), TOWNSHIP.keys)
    else:
        data = sign_reply(REPLY, COUNTY.keys)

    def believed(changed: bytes) -> bool:
        try:
            if kind == "request":
                read_request(changed, COUNTY)
            else:
                read_reply(changed, TOWNSHIP, request_of(TOWNSHIP))
        except PackageError:
            return False
        return True

    assert believed(data)
    for at in range(len(data)):
        assert not believed(flipped(data, at, at % 8))
        assert not believed(data[:at])


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="找不到"):
        load_document(tmp_path / "none.xjs")


@pytest.mark.parametrize("signer", [OTHER, TOWNSHIP])
def test_only_the_county_that_was_asked_grants(signer: OwnSite) -> None:
    """An enrolled neighbour, or the township itself, signs the certificate it would like."""
    with pytest.raises(PackageError):
        read_reply(sign_reply(REPLY, signer.keys), TOWNSHIP, request_of(TOWNSHIP))


def test_a_certificate_of_somebody_else_enrols_nobody() -> None:
    """The county's answer to the township, opened at its neighbour who had asked as well."""
    with pytest.raises(PackageError):
        read_reply(sign_reply(REPLY, COUNTY.keys), OTHER, request_of(OTHER))
