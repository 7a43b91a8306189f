"""Packages are copied before they are read; what cannot be received yet waits and is taken up."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.data import location
from app.data.exchange import incidents
from app.domain.errors import NotFound, PackageError
from app.domain.exchange.package_state import PackageState
from app.exchange import listing, parties, staged
from app.services import backups
from app.services.exchange import exchange_health, putting_aside, receiving, sending, staging
from app.services.opening import confirm_site, open_store
from app.services.store import Store
from tests.builders import (
    PASSWORD,
    Pair,
    count,
    make_member,
    make_pair,
    package_file,
    peer_at,
)


@pytest.fixture
def gap(pair: Pair) -> tuple[Pair, list[Path]]:
    """Packages 2, 3 and 4 of the township; each begins where the one before it ended."""
    made: list[Path] = []
    make_member(pair.township)
    pair.to_county()
    for _ in range(3):
        make_member(pair.township)
        made.append(package_file(pair.township, pair.county, pair.folder))
        confirmed(pair.township, pair.county)
    return pair, made


def confirmed(sender: Store, receiver: Store) -> None:
    """A receipt for the last package reached the sender though the package did not arrive."""
    with sender.database.write() as connection:
        connection.execute(
            "UPDATE peer SET acked = (SELECT value FROM meta WHERE key = 'lseq') WHERE id = ?",
            (peer_at(sender, receiver).id,),
        )


def kinds(store: Store) -> list[str]:
    return [one.kind for one in incidents.open_incidents(store.database.read())]


def test_what_waited_is_taken_in_order_when_the_gap_closes(gap: tuple[Pair, list[Path]]) -> None:
    pair, (second, third, fourth) = gap
    for path in (fourth, third):
        view = receiving.receive_package(pair.county, path)
        assert (view.state, view.put_aside) == (PackageState.GAP, True)
        assert view.notice is not None
        assert "已暂存" in view.notice.message
    path.unlink()  # the stick went on with its owner
    assert [w.sequence for w in putting_aside.put_aside_packages(pair.county)] == [3, 4]
    assert kinds(pair.county) == ["gap", "gap"]
    before = len(backups.list_backups(pair.county.path))
    view = receiving.receive_package(pair.county, second)
    assert (view.sequence, view.taken) == (2, (3, 4))
    assert count(pair.county, "member") == 4
    assert putting_aside.put_aside_packages(pair.county) == []
    assert not list(putting_aside.folder(pair.county).glob("*"))
    assert kinds(pair.county) == []
    assert len(backups.list_backups(pair.county.path)) == before + 1  # one for the sitting
    assert count(pair.county, "package_log", "direction = 'in'") == 4


def test_what_a_later_package_holds_waits_no_more(gap: tuple[Pair, list[Path]]) -> None:
    pair, (_, third, _) = gap
    receiving.receive_package(pair.county, third)
    view = receiving.receive_package(
        pair.county, package_file(pair.township, pair.county, pair.folder, full=True)
    )
    assert view.taken == ()
    assert putting_aside.put_aside_packages(pair.county) == []
    assert kinds(pair.county) == []


def test_the_same_package_waits_once_and_can_be_dropped(gap: tuple[Pair, list[Path]]) -> None:
    pair, (_, third, _) = gap
    for _ in range(2):
        receiving.receive_package(pair.county, third)
    (one,) = putting_aside.put_aside_packages(pair.county)
    assert one.peer == "青山镇"
    assert "第 2 号" in one.words
    putting_aside.drop(pair.county, one.id)
    assert kinds(pair.county) == []
    with pytest.raises(NotFound):
        putting_aside.path_of(pair.county, one.id)


def test_the_officer_holds_a_package_until_he_takes_it(pair: Pair, tmp_path: Path) -> None:
    make_member(pair.township)
    path = package_file(pair.township, pair.county, pair.folder)
    held = putting_aside.put_aside(pair.county, path, "等镇里电话")
    assert count(pair.county, "member") == 0
    make_member(pair.township)
    view = receiving.receive_package(
        pair.county, package_file(pair.township, pair.county, pair.folder)
    )
    assert view.taken == ()
    assert count(pair.county, "put_aside") == 1
    view = receiving.receive_put_aside(pair.county, held.id, tmp_path)
    assert view.state is PackageState.ALREADY
    assert view.receipt is not None
    assert view.receipt.parent == tmp_path
    assert count(pair.county, "put_aside") == 0


def test_only_a_package_for_us_can_be_put_aside(pair: Pair, tmp_path: Path) -> None:
    path = package_file(pair.township, pair.county, pair.folder)
    with pytest.raises(PackageError) as refused:
        putting_aside.put_aside(pair.township, path, "")
    assert refused.value.code.startswith("E-204")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(PackageError, match="不完整"):
        putting_aside.put_aside(pair.county, path, "")
    assert count(pair.county, "put_aside") == 0


def test_a_package_for_a_newer_program_waits_for_the_upgrade(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_member(pair.township)
    path = package_file(pair.township, pair.county, pair.folder)
    with monkeypatch.context() as older:
        older.setattr(sending, "own_site", _older(sending.own_site))
        older.setattr("app.services.exchange.applying.own_site", sending.own_site)
        with pytest.raises(PackageError) as refused:
            receiving.receive_package(pair.county, path)
    assert refused.value.code.startswith("E-203")
    assert "已暂存" in refused.value.hint
    (one,) = putting_aside.put_aside_packages(pair.county)
    assert (one.kind, one.peer, one.sequence) == ("newer", "青山镇", 1)
    make_member(pair.township)
    receiving.receive_package(pair.county, package_file(pair.township, pair.county, pair.folder))
    assert count(pair.county, "member") == 2
    assert putting_aside.put_aside_packages(pair.county) == []


def _older(real: object) -> object:
    def own_site(store: Store) -> parties.OwnSite:
        assert callable(real)
        site = real(store)
        assert isinstance(site, parties.OwnSite)
        return replace(site, program="0.0.1")

    return own_site


def test_a_lost_file_or_a_lost_line_is_put_right(gap: tuple[Pair, list[Path]]) -> None:
    pair, (_, third, fourth) = gap
    receiving.receive_package(pair.county, third)
    receiving.receive_package(pair.county, fourth)
    first, second = putting_aside.put_aside_packages(pair.county)
    putting_aside.path_of(pair.county, first.id).unlink()
    with pair.county.database.write() as connection:
        connection.execute("DELETE FROM put_aside WHERE id = ?", (second.id,))
    (found,) = putting_aside.put_aside_packages(pair.county)
    assert (found.sequence, found.kind) == (4, "gap")


def test_the_stick_may_go_once_the_package_is_brought_in(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_member(pair.township)
    path = package_file(pair.township, pair.county, pair.folder)
    real = listing.bring_in

    def then_pulled_out(source: Path, folder: Path) -> Path:
        copy = real(source, folder)
        shutil.rmtree(path.parent)
        return copy

    monkeypatch.setattr(staging, "bring_in", then_pulled_out)
    view = receiving.receive_package(pair.county, path)
    assert view.applied > 0
    assert view.receipt is None  # no stick to write it to
    assert not (pair.county.path.parent / staging.FOLDER).exists()


def test_killed_runs_leave_nothing_that_grows(pair: Pair) -> None:
    make_member(pair.township)
    path = package_file(pair.township, pair.county, pair.folder)
    place = pair.county.path.parent / staging.FOLDER
    for number in range(50):
        (place / f"{number:016x}").mkdir(parents=True)
        (place / f"{number:016x}" / "x.xjb").write_bytes(b"x")
    with staged.own_folder(place) as somebody_elses:
        receiving.inspect_package(pair.county, path)
        assert [path for path in place.iterdir() if path.is_dir()] == [somebody_elses]
    assert not place.exists()


@pytest.mark.parametrize("verb", [receiving.inspect_package, receiving.receive_package])
def test_what_is_refused_is_noted(tmp_path: Path, verb: object) -> None:
    assert callable(verb)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = make_pair(tmp_path / "a"), make_pair(tmp_path / "b")
    path = package_file(one.township, one.county, one.folder)
    with pytest.raises(PackageError) as refused:
        verb(other.county, path)
    assert refused.value.code.startswith("E-207")
    with pytest.raises(PackageError):
        verb(other.county, path)
    (found,) = incidents.open_incidents(other.county.database.read())
    assert (found.peer, found.kind, found.detail) == (0, "key", "青山镇")
    exchange_health.dismiss(other.county, found.id)
    assert kinds(other.county) == []
    for pair in (one, other):
        pair.county.close()
        pair.township.close()


def test_a_fork_is_over_when_the_copy_took_an_identity_of_its_own(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pair.township.path
    pair.township.close()
    old = path.read_bytes()
    pair.township = open_store(path, PASSWORD, "张三")
    make_member(pair.township)
    pair.to_county()
    pair.township.close()
    path.write_bytes(old)
    pair.township = open_store(path, PASSWORD, "张三")
    with monkeypatch.context() as unasked:
        unasked.setattr(location, "question", lambda connection, path: None)
        make_member(pair.township)
        forked = package_file(pair.township, pair.county, pair.folder)
    with pytest.raises(PackageError):
        receiving.receive_package(pair.county, forked)
    assert kinds(pair.county) == ["fork"]
    (one,) = exchange_health.health(pair.county)
    assert one.forks == 1
    assert "两台电脑" in one.words
    confirm_site(pair.township, moved=True)
    pair.to_county()
    assert kinds(pair.county) == []
    assert count(pair.county, "member") == 2
