"""停用: what a lost, replaced or retired site may still do, and how it comes back."""

from pathlib import Path

import pytest

from app.data import digest
from app.domain.errors import AppError, PackageError
from app.domain.exchange.revocation import RevocationReason
from app.exchange.certificate import Revocations
from app.services import backups, restoring
from app.services.exchange import enrolment, invitations, joining, receiving, revoking
from app.services.exchange.key_change import key_state
from app.services.exchange.parties import keep_revocations, own_site, revocations
from app.services.store import Store
from tests.builders import (
    PASSWORD,
    Pair,
    change_member,
    enrol,
    make_member,
    make_store,
    package_file,
    peer_at,
    value_of,
)

LOST, REPLACED, RETIRED = RevocationReason


def stop(pair: Pair, reason: RevocationReason, cutoff: int | None = None) -> None:
    revoking.revoke(pair.county, peer_at(pair.county, pair.township), reason, cutoff)


def refused(store: Store, file: Path) -> AppError:
    before = digest.whole(store.database.read())
    with pytest.raises(AppError) as caught:
        receiving.receive_package(store, file)
    assert digest.whole(store.database.read()) == before
    return caught.value


def opened_again(pair: Pair, store: Store) -> None:
    """The county invites, `store` opens, the county enrols."""
    made = invitations.invite(pair.county, "青山镇", pair.folder / "重新开户.xjs")
    joined = joining.join(store, made.path)
    assert joined.answer is not None
    enrolment.enrol(pair.county, joined.answer)


def equal(one: Store, other: Store) -> bool:
    roots = [one.site.organization]
    both = [digest.digests(s.database.read(), roots) for s in (one, other)]
    return both[0] == both[1]


@pytest.mark.parametrize("reason", [LOST, REPLACED])
def test_nothing_goes_to_or_comes_from_a_stopped_site(pair: Pair, reason: RevocationReason) -> None:
    make_member(pair.township)
    late = package_file(pair.township, pair.county, pair.folder)
    stop(pair, reason)
    error = refused(pair.county, late)
    assert error.code == {"lost": "E-207-05", "replaced": "E-207-03"}[reason]
    assert peer_at(pair.county, pair.township).revoked in error.message
    with pytest.raises(AppError, match=reason.label) as caught:
        package_file(pair.county, pair.township, pair.folder)
    assert caught.value.code == "E-207-11"
    assert key_state(pair.county).peers[0].stopped == reason.label


def test_a_retired_site_counts_up_to_its_last_package(pair: Pair) -> None:
    """F72: late packages of a township that was merged."""
    files = []
    for name in ("甲", "乙", "丙"):
        make_member(pair.township, name=name)
        files.append(package_file(pair.township, pair.county, pair.folder))
    receiving.receive_package(pair.county, files[0])
    stop(pair, RETIRED, cutoff=2)
    assert receiving.receive_package(pair.county, files[1]).applied == 1
    error = refused(pair.county, files[2])
    assert error.code == "E-207-06"
    assert "第 2 号" in error.message
    assert "第 3 号" in error.message
    assert receiving.receive_package(pair.county, files[1]).applied == 0


def test_unless_stated_the_newest_received_one_is_the_last(pair: Pair) -> None:
    receiving.receive_package(pair.county, package_file(pair.township, pair.county, pair.folder))
    make_member(pair.township)
    late = package_file(pair.township, pair.county, pair.folder)
    stop(pair, RETIRED)
    assert refused(pair.county, late).code == "E-207-06"


def test_another_incarnation_of_a_retired_site_is_refused(pair: Pair) -> None:
    kept = backups.create_backup(pair.township, pair.folder / "早.xjbak").path
    pair.to_county()
    stop(pair, RETIRED, cutoff=9)
    path = pair.township.path
    pair.township.close()
    pair.township = restoring.restore_backup(path, kept, PASSWORD, "张三").store
    file = package_file(pair.township, pair.county, pair.folder)
    assert refused(pair.county, file).code == "E-207-06"


def test_a_retired_site_that_is_then_lost_counts_no_more(pair: Pair) -> None:
    pair.to_county()
    make_member(pair.township)
    late = package_file(pair.township, pair.county, pair.folder)
    stop(pair, RETIRED, cutoff=9)
    stop(pair, LOST)
    assert refused(pair.county, late).code == "E-207-05"


def test_only_the_county_stops_and_only_retirement_has_a_number(pair: Pair) -> None:
    with pytest.raises(AppError, match="县级"):
        revoking.revoke(pair.township, peer_at(pair.township, pair.county), LOST)
    with pytest.raises(AppError, match="截止号"):
        stop(pair, LOST, cutoff=3)


def test_the_list_reaches_the_other_townships_and_never_grows_older(
    pair: Pair, tmp_path: Path
) -> None:
    other = make_store(tmp_path, "白水镇")
    enrol(pair.county, other, pair.folder)
    two = Pair(pair.county, other, pair.folder)
    early = package_file(pair.county, other, pair.folder)
    stop(pair, LOST)
    two.to_township()
    listed = revocations(other.database.read())
    assert [(e.site, e.reason) for e in listed.entries] == [(pair.township.site.uid.hex(), LOST)]
    receiving.receive_package(other, early)
    assert revocations(other.database.read()) == listed
    with other.database.write() as connection:
        assert not keep_revocations(connection, Revocations(listed.number))


def test_a_site_that_finds_its_own_keys_void_sends_nothing(pair: Pair) -> None:
    void = revoking.revoke(pair.county, peer_at(pair.county, pair.township), LOST)
    with pair.township.database.write() as connection:
        keep_revocations(connection, void)
    with pytest.raises(AppError) as caught:
        package_file(pair.township, pair.county, pair.folder)
    assert caught.value.code == "E-207-10"
    assert "开户文件" in caught.value.hint
    assert key_state(pair.township).void_on


def test_a_fresh_computer_gets_everything_and_the_lost_one_is_refused(
    pair: Pair, tmp_path: Path
) -> None:
    reported = make_member(pair.township, name="报过的人")
    pair.settle()
    change_member(pair.township, reported, phone="丢失电脑上的号码")
    late = package_file(pair.township, pair.county, pair.folder)
    stop(pair, LOST)
    fresh = make_store(tmp_path / "新电脑", "青山镇")
    own = make_member(fresh, name="新录的人")
    opened_again(pair, fresh)
    two = Pair(pair.county, fresh, pair.folder)
    two.to_township(full=True)
    assert value_of(fresh, "member", reported, "name") == "报过的人"
    change_member(fresh, reported, phone="新电脑上的号码")
    two.settle()
    assert refused(pair.county, late).code == "E-207-05"
    assert value_of(pair.county, "member", reported, "phone") == "新电脑上的号码"
    assert value_of(pair.county, "member", own, "name") == "新录的人"
    assert equal(fresh, pair.county)
    # By its name the working one is meant.
    assert peer_at(pair.county, fresh).revoked == ""


def test_a_restored_backup_comes_back_with_new_keys(pair: Pair) -> None:
    member = make_member(pair.township, name="备份里的人")
    kept = backups.create_backup(pair.township, pair.folder / "早.xjbak").path
    pair.settle()
    after = make_member(pair.township, name="备份后的人")
    pair.settle()
    lost_laptop = own_site(pair.township).keys.public.key_id
    make_member(pair.township, name="没报的人")
    late = package_file(pair.township, pair.county, pair.folder)
    stop(pair, LOST)
    path = pair.township.path
    pair.township.close()
    pair.township = restoring.restore_backup(path, kept, PASSWORD, "张三").store
    serial = peer_at(pair.county, pair.township).serial
    opened_again(pair, pair.township)
    assert own_site(pair.township).keys.public.key_id != lost_laptop
    assert peer_at(pair.county, pair.township).serial == serial + 1
    pair.settle()
    for uid, name in ((member, "备份里的人"), (after, "备份后的人")):
        for store in (pair.county, pair.township):
            assert value_of(store, "member", uid, "name") == name
    assert equal(pair.township, pair.county)
    assert refused(pair.county, late).code == "E-207-05"


def test_void_keys_are_not_enrolled_again_by_a_request(pair: Pair) -> None:
    asked, reply = pair.folder / "申请.xjs", pair.folder / "回复.xjs"
    enrolment.request_enrolment(pair.township, asked)
    stop(pair, LOST)
    with pytest.raises(PackageError) as caught:
        enrolment.enrol(pair.county, asked, "青山镇", reply)
    assert caught.value.code == "E-207-09"
    assert not reply.exists()


def test_an_old_answer_does_not_bring_a_stopped_site_back(pair: Pair, tmp_path: Path) -> None:
    other = make_store(tmp_path, "白水镇")
    made = invitations.invite(pair.county, "白水镇", pair.folder / "白水镇.xjs")
    joined = joining.join(other, made.path)
    assert joined.answer is not None
    enrolment.enrol(pair.county, joined.answer)
    revoking.revoke(pair.county, peer_at(pair.county, other), LOST)
    enrolment.enrol(pair.county, joined.answer)
    assert peer_at(pair.county, other).revoked
