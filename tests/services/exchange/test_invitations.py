"""开户文件: one file from the county, one answer, and whatever must not be believed."""

from pathlib import Path

import pytest

from app.data import digest, location, site
from app.data.exchange import peers
from app.data.queries import peer_list
from app.domain.errors import AppError, PackageError
from app.domain.exchange.package_state import PackageState
from app.services import backups, restoring
from app.services.exchange import enrolment, invitations, joining, receiving, sending
from app.services.exchange.invitations import Invited
from app.services.exchange.key_change import change_keys, key_state
from app.services.opening import NewSite, create_store
from app.services.store import Store
from tests.builders import (
    PASSWORD,
    Pair,
    make_county,
    make_member,
    make_organization,
    make_store,
    package_file,
    peer_at,
    value_of,
)

ANSWER = "青山镇.开户回执.xjs"


@pytest.fixture
def apart(tmp_path: Path) -> Pair:
    """A county and a township that have never heard of each other."""
    stick = tmp_path / "stick"
    stick.mkdir()
    return Pair(make_county(tmp_path), make_store(tmp_path), stick)


def invited(pair: Pair, scope: str = "青山镇", **more: str) -> Invited:
    return invitations.invite(pair.county, scope, pair.folder / "开户.xjs", **more)


def equal(pair: Pair) -> bool:
    roots = [pair.township.site.organization]
    both = [digest.digests(s.database.read(), roots) for s in (pair.county, pair.township)]
    return both[0] == both[1]


def test_one_file_one_answer_and_both_exchange(apart: Pair) -> None:
    pair = apart
    member = make_member(pair.township)
    made = invited(pair)
    joined = joining.join(pair.township, made.path)
    assert joined.check_words == made.check_words
    assert joined.name == "云岭县"
    assert joined.answer == pair.folder / ANSWER
    enrolled = enrolment.enrol(pair.county, joined.answer)
    assert enrolled.name == "青山镇"
    assert enrolled.fingerprint == enrolment.own_fingerprint(pair.township)
    assert enrolled.check_words == made.check_words
    pair.settle()
    assert value_of(pair.county, "member", member, "name") == "王小明"
    assert equal(pair)
    # The county's organization took the place of the township's own.
    assert joined.scope == ("青山镇",)
    assert pair.township.site.organization == peer_at(pair.county, pair.township).scope[0]
    block = site.get(pair.township.database.read(), "block")
    assert block == peer_at(pair.county, pair.township).block > 0


def test_handing_over_the_first_package_enrols_by_itself(apart: Pair) -> None:
    pair = apart
    make_member(pair.township)
    made = invited(pair)
    joined = joining.join(pair.township, made.path)
    assert joined.answer is not None
    joined.answer.unlink()
    file = package_file(pair.township, pair.county, pair.folder)
    assert (pair.folder / ANSWER).is_file()
    before = digest.whole(pair.county.database.read())
    seen = receiving.inspect_package(pair.county, file)
    assert seen.new >= 1
    assert made.check_words in seen.notes[0]
    assert digest.whole(pair.county.database.read()) == before
    assert peer_list.all_peers(pair.county.database.read()) == []
    view = receiving.receive_package(pair.county, file)
    assert view.state is PackageState.FRESH
    assert view.applied == seen.applied
    assert made.check_words in view.notes[0]
    assert enrolment.own_fingerprint(pair.township) in view.notes[0]
    # Once the county has confirmed, the answer goes along no more.
    assert view.receipt is not None
    receiving.receive_package(pair.township, view.receipt)
    (pair.folder / ANSWER).unlink()
    package_file(pair.township, pair.county, pair.folder)
    assert not (pair.folder / ANSWER).exists()
    assert receiving.receive_package(pair.county, file).notes == ()


@pytest.mark.parametrize(
    ("name", "called"),
    [("青山镇:东", "青山镇：东"), ("青山镇/老街", "青山镇-老街"), ("con", "文件-con")],
)
def test_the_answer_bears_a_name_that_every_disk_takes(
    tmp_path: Path, name: str, called: str
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    answers = NewSite("township", name, "云岭县", "张三")
    township = create_store(tmp_path / "乡镇.xueji", answers, PASSWORD).store
    pair = Pair(make_county(tmp_path), township, stick)
    joined = joining.join(township, invited(pair, name).path)
    assert joined.answer == stick / f"{called}.开户回执.xjs"
    assert joined.answer.is_file()


def test_the_answer_never_holds_the_secret(apart: Pair) -> None:
    made = invited(apart)
    joined = joining.join(apart.township, made.path)
    found = apart.county.database.read().execute("SELECT hex(secret) FROM invitation").fetchone()
    assert joined.answer is not None
    assert str(found[0]).lower() in made.path.read_text("utf-8")
    assert str(found[0]).lower() not in joined.answer.read_text("utf-8")


def test_without_the_answer_a_stranger_stays_a_stranger(apart: Pair) -> None:
    joining.join(apart.township, invited(apart).path)
    file = package_file(apart.township, apart.county, apart.folder)
    (apart.folder / ANSWER).unlink()
    with pytest.raises(PackageError) as refused:
        receiving.receive_package(apart.county, file)
    assert refused.value.code == "E-207-01"


def test_an_answer_to_another_package_enrols_nobody(apart: Pair, tmp_path: Path) -> None:
    other = make_store(tmp_path, "白水镇")
    white = invitations.invite(apart.county, "白水镇", apart.folder / "白水镇.xjs")
    joining.join(other, white.path)
    joining.join(apart.township, invited(apart).path)
    (apart.folder / ANSWER).unlink()
    file = package_file(apart.township, apart.county, apart.folder)
    (apart.folder / ANSWER).unlink()
    assert (apart.folder / "白水镇.开户回执.xjs").is_file()
    for read in (receiving.inspect_package, receiving.receive_package):
        with pytest.raises(PackageError, match="没有登记这个来源"):
            read(apart.county, file)
    assert peer_list.all_peers(apart.county.database.read()) == []


def test_one_invitation_is_for_one_computer(apart: Pair, tmp_path: Path) -> None:
    pair = apart
    second = make_store(tmp_path / "二", "青山镇")
    made = invited(pair)
    first = joining.join(pair.township, made.path)
    assert first.answer is not None
    enrolment.enrol(pair.county, first.answer)
    # The same answer once more is a harmless no.
    assert enrolment.enrol(pair.county, first.answer).site == pair.township.site.uid.hex()
    assert peer_at(pair.county, pair.township).serial == 1
    copied = joining.join(second, made.path, pair.folder / "第二台.xjs")
    assert copied.answer is not None
    with pytest.raises(PackageError, match="已由“青山镇”于") as refused:
        enrolment.enrol(pair.county, copied.answer)
    assert refused.value.code == "E-207-07"
    file = package_file(second, pair.county, pair.folder)
    with pytest.raises(PackageError) as refused:
        receiving.receive_package(pair.county, file)
    assert refused.value.code == "E-207-07"


def test_a_second_laptop_gets_its_own_for_the_same_scope(apart: Pair, tmp_path: Path) -> None:
    pair = apart
    second = make_store(tmp_path / "二", "青山镇")
    mine = make_member(pair.township, name="第一台的人")
    theirs = make_member(second, name="第二台的人")
    for number, store in enumerate((pair.township, second)):
        made = invitations.invite(pair.county, "青山镇", pair.folder / f"{number}.xjs")
        joined = joining.join(store, made.path)
        assert joined.answer is not None
        enrolment.enrol(pair.county, joined.answer)
    two = Pair(pair.county, second, pair.folder)
    for _ in range(2):
        pair.settle()
        two.settle()
    assert value_of(pair.township, "member", theirs, "name") == "第二台的人"
    assert value_of(second, "member", mine, "name") == "第一台的人"
    assert equal(pair)
    assert equal(two)
    blocks = {peer_at(pair.county, s).block for s in (pair.township, second)}
    assert len(blocks) == 2
    with pytest.raises(AppError, match="不止一个"):
        sending.find_peer(pair.county, "青山镇")


def refused_join(store: Store, path: Path) -> str:
    before = digest.whole(store.database.read())
    with pytest.raises(AppError) as refused:
        joining.join(store, path)
    assert digest.whole(store.database.read()) == before
    assert site.get(store.database.read(), "answer") is None or before
    return refused.value.code


def test_a_tampered_file_is_refused(apart: Pair) -> None:
    path = invited(apart).path
    wider = path.read_text("utf-8").replace('"name":"青山镇"', '"name":"云岭县"')
    path.write_text(wider, "utf-8", newline="")
    assert refused_join(apart.township, path) == "E-221-03"
    path.write_text(wider[:-30], "utf-8", newline="")
    assert refused_join(apart.township, path) == "E-221-02"


def test_the_wrong_township_or_county_is_refused(apart: Pair, tmp_path: Path) -> None:
    pair = apart
    other = make_store(tmp_path, "白水镇")
    made = invited(pair)
    assert refused_join(other, made.path) == "E-223-04"
    assert refused_join(pair.county, made.path) == "E-223-03"
    strange = make_county(tmp_path / "平川", "平川县")
    assert refused_join(strange, made.path) == "E-223-06"
    joining.join(pair.township, made.path)
    theirs = invitations.invite(strange, "青山镇", pair.folder / "平川.xjs")
    assert refused_join(pair.township, theirs.path) == "E-223-05"


def test_an_answer_of_somebody_without_the_file_is_refused(apart: Pair, tmp_path: Path) -> None:
    """Knowing the number is not enough: it stands readable in every answer."""
    strange = make_county(tmp_path / "平川", "云岭县")
    made = invited(apart)
    copied = invitations.invite(strange, "青山镇", apart.folder / "假.xjs")
    with strange.database.write() as connection:
        connection.execute("UPDATE invitation SET number = ?", (made.number,))
    with apart.county.database.write() as connection:
        connection.execute("UPDATE invitation SET number = ?", (copied.number,))
    joined = joining.join(apart.township, copied.path)
    assert joined.answer is not None
    with pytest.raises(PackageError) as refused:
        enrolment.enrol(apart.county, joined.answer)
    assert refused.value.code == "E-207-08"


def test_a_cancelled_one_enrols_nobody(apart: Pair) -> None:
    made = invited(apart)
    joined = joining.join(apart.township, made.path)
    invitations.cancel_invitation(apart.county, made.number)
    assert joined.answer is not None
    with pytest.raises(PackageError) as refused:
        enrolment.enrol(apart.county, joined.answer)
    assert refused.value.code == "E-223-02"
    assert [one.state for one in invitations.invitations(apart.county)] == ["已取消"]
    with pytest.raises(AppError, match="取消过"):
        invitations.cancel_invitation(apart.county, made.number)


def test_an_answer_to_a_file_that_is_not_ours(apart: Pair, tmp_path: Path) -> None:
    joined = joining.join(apart.township, invited(apart).path)
    strange = make_county(tmp_path / "平川", "平川县")
    assert joined.answer is not None
    with pytest.raises(PackageError) as refused:
        enrolment.enrol(strange, joined.answer)
    assert refused.value.code == "E-223-01"


def test_a_request_still_needs_scope_and_reply(apart: Pair) -> None:
    asked = apart.folder / "申请.xjs"
    enrolment.request_enrolment(apart.township, asked)
    with pytest.raises(AppError, match="范围"):
        enrolment.enrol(apart.county, asked)


def test_several_organizations_by_id_and_a_name_of_its_own(apart: Pair) -> None:
    first = make_organization(apart.county, "青山镇党委")
    second = make_organization(apart.county, "工业园党委")
    made = invited(apart, f"{first.hex()},工业园党委", name="青山镇")
    assert (made.name, made.scope, made.added) == ("青山镇", ("青山镇党委", "工业园党委"), False)
    joining.join(apart.township, made.path)
    assert peers.own_scope(apart.township.database.read()) == [first, second]


def test_a_wider_grant_comes_with_the_next_package(pair: Pair) -> None:
    """A township that is enrolled already opens another 开户文件."""
    pair.settle()
    park = make_organization(pair.county, "工业园党委", kind="党委")
    member = make_member(pair.county, park, "园区的人")
    own = pair.township.site.organization
    made = invited(pair, f"{own.hex()},{park.hex()}")
    joining.join(pair.township, made.path)
    assert pair.township.site.organization == own
    pair.to_county()
    assert peer_at(pair.county, pair.township).scope == (own, park)
    pair.settle()
    assert value_of(pair.township, "member", member, "name") == "园区的人"
    assert [one.state for one in invitations.invitations(pair.county)] == ["已开户"]
    (pair.folder / ANSWER).unlink()
    package_file(pair.township, pair.county, pair.folder)
    assert not (pair.folder / ANSWER).exists()


def test_a_stick_that_cannot_be_written_does_not_stop_the_joining(apart: Pair) -> None:
    made = invited(apart)
    joined = joining.join(apart.township, made.path, apart.folder / "没有" / "回执.xjs")
    assert joined.answer is None
    package_file(apart.township, apart.county, apart.folder)
    assert (apart.folder / ANSWER).is_file()


def test_the_county_changed_keys_before_the_answer_came(apart: Pair) -> None:
    pair = apart
    made = invited(pair)
    joined = joining.join(pair.township, made.path)
    change_keys(pair.county, "试换")
    assert joined.answer is not None
    enrolled = enrolment.enrol(pair.county, joined.answer)
    assert enrolled.check_words == made.check_words
    assert key_state(pair.county).waiting == ["青山镇"]
    pair.settle()
    assert key_state(pair.county).waiting == []
    assert equal(pair)


def test_a_backup_from_before_joining_opens_the_same_file_again(apart: Pair) -> None:
    pair = apart
    kept = backups.create_backup(pair.township, pair.folder / "早.xjbak").path
    make_member(pair.township, name="丢了的人")
    made = invited(pair)
    joining.join(pair.township, made.path)
    receiving.receive_package(pair.county, package_file(pair.township, pair.county, pair.folder))
    path = pair.township.path
    pair.township.close()
    pair.township = restoring.restore_backup(path, kept, PASSWORD, "张三").store
    joined = joining.join(pair.township, made.path)
    assert joined.answer is not None
    enrolment.enrol(pair.county, joined.answer)
    pair.settle()
    assert equal(pair)
    assert location.question(pair.township.database.read(), path) is None
