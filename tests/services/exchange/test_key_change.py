"""更换密钥: announced under the old keys, used once known; no order of files locks anybody out."""

import itertools
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data import keyslots, location, site
from app.domain.errors import AppError, InvalidInput, PackageError
from app.exchange.frame import read_frame
from app.services import backups, restoring
from app.services.exchange import enrolment, invitations, joining, receiving
from app.services.exchange.key_change import change_keys, key_state
from app.services.exchange.parties import own_site
from app.services.opening import open_store
from app.services.store import Store
from tests.builders import PASSWORD, Pair, make_member, make_pair, package_file, peer_at, value_of


def signing_key(path: Path) -> str:
    with path.open("rb") as source:
        return read_frame(source).header.sender_key


def sealed_to(path: Path) -> str:
    with path.open("rb") as source:
        return read_frame(source).header.receiver_key


def key_id(store: Store) -> str:
    return own_site(store).keys.public.key_id


def test_a_township_changes_keys(pair: Pair) -> None:
    pair.settle()
    old = key_id(pair.township)
    digits = change_keys(pair.township, "电脑送修过")
    new = key_id(pair.township)
    assert new != old
    assert digits == enrolment.own_fingerprint(pair.township)
    assert key_state(pair.township).waiting == ["云岭县"]
    serial = peer_at(pair.county, pair.township).serial
    member = make_member(pair.township)
    first = package_file(pair.township, pair.county, pair.folder)
    assert signing_key(first) == old
    view = receiving.receive_package(pair.county, first)
    assert digits in view.notes[0]
    assert peer_at(pair.county, pair.township).serial == serial + 1
    assert value_of(pair.county, "member", member, "name") == "王小明"
    answer = package_file(pair.county, pair.township, pair.folder)
    assert sealed_to(answer) == new
    receiving.receive_package(pair.township, answer)
    assert key_state(pair.township).waiting == []
    # The county's certificate names the new keys.
    assert peer_at(pair.township, pair.county).serial == serial + 1
    second = package_file(pair.township, pair.county, pair.folder)
    assert signing_key(second) == new
    assert receiving.receive_package(pair.county, second).notes == ()


def test_a_change_at_the_county_reaches_the_township(pair: Pair) -> None:
    pair.settle()
    old = key_id(pair.county)
    digits = change_keys(pair.county, "每两年更换")
    file = package_file(pair.county, pair.township, pair.folder)
    assert signing_key(file) == old
    view = receiving.receive_package(pair.township, file)
    assert digits in "".join(view.notes)
    assert view.receipt is not None
    assert sealed_to(view.receipt) == key_id(pair.county)
    receiving.receive_package(pair.county, view.receipt)
    after = package_file(pair.county, pair.township, pair.folder)
    assert signing_key(after) == key_id(pair.county)
    receiving.receive_package(pair.township, after)


def test_what_was_sealed_to_the_former_keys_can_still_be_read(pair: Pair) -> None:
    member = make_member(pair.county, pair.township.site.organization)
    late = package_file(pair.county, pair.township, pair.folder)
    change_keys(pair.township, "试换")
    change_keys(pair.township, "再换")
    receiving.receive_package(pair.township, late)
    assert value_of(pair.township, "member", member, "name") == "王小明"


def test_a_reason_is_asked_for_and_written_down(pair: Pair) -> None:
    with pytest.raises(InvalidInput):
        change_keys(pair.township, " ")
    change_keys(pair.township, "有人看到过密码")
    found = pair.township.database.read().execute(
        "SELECT reason FROM audit WHERE action = '更换密钥'"
    )
    assert found.fetchall() == [("有人看到过密码",)]


def test_a_restored_township_hears_the_countys_new_keys_again(pair: Pair) -> None:
    pair.settle()
    kept = backups.create_backup(pair.township, pair.folder / "早.xjbak").path
    change_keys(pair.county, "换")
    pair.settle()
    path = pair.township.path
    pair.township.close()
    pair.township = restoring.restore_backup(path, kept, PASSWORD, "张三").store
    with pytest.raises(PackageError) as refused:
        pair.to_township()
    assert refused.value.code == "E-207-02"
    # One package of the township later the county knows what it has forgotten.
    pair.settle()
    assert key_state(pair.county).waiting == []


def test_a_restored_county_hears_the_townships_new_keys_again(pair: Pair) -> None:
    pair.settle()
    kept = backups.create_backup(pair.county, pair.folder / "早.xjbak").path
    change_keys(pair.township, "换")
    pair.settle()
    path = pair.county.path
    pair.county.close()
    pair.county = restoring.restore_backup(path, kept, PASSWORD, "李四").store
    pair.to_township()
    pair.settle()
    assert key_state(pair.township).waiting == []


def test_a_new_invitation_opens_what_nothing_else_would(pair: Pair) -> None:
    """The former keys of the county vouch for today's."""
    change_keys(pair.county, "换")
    change_keys(pair.county, "又换")
    made = invitations.invite(pair.county, "青山镇", pair.folder / "再开户.xjs")
    joined = joining.join(pair.township, made.path)
    assert joined.check_words == made.check_words
    assert joined.answer is not None
    enrolment.enrol(pair.county, joined.answer)
    pair.settle()
    assert key_state(pair.township).waiting == key_state(pair.county).waiting == []


ACTS = ("change", "send", "take", "again", "save", "restore")
Step = tuple[int, str, int]
STEPS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(ACTS), st.integers(0, 7)), min_size=3, max_size=14
)


@dataclass
class World:
    """Both sites, everything that ever lay on a stick, and at most one backup of each."""

    pair: Pair
    files: list[Path] = field(default_factory=list)
    saved: list[Path | None] = field(default_factory=lambda: [None, None])
    names: "itertools.count[int]" = field(default_factory=itertools.count)

    def at(self, who: int) -> tuple[Store, Store]:
        pair = self.pair
        both = (pair.county, pair.township)
        return both[who], both[1 - who]

    def act(self, step: Step) -> None:
        who, act, number = step
        here, there = self.at(who)
        if act == "change":
            change_keys(here, "换")
        elif act == "send":
            self.files.append(package_file(here, there, self.pair.folder))
        elif act == "save" and self.saved[who] is None:
            target = self.pair.folder / f"{next(self.names)}.xjbak"
            self.saved[who] = backups.create_backup(here, target).path
        elif act == "restore":
            self.restore(who)
        elif act in ("take", "again") and self.files:
            file = self.files[-1 - number % len(self.files)]
            self.take(here, file)

    def take(self, store: Store, file: Path) -> None:
        try:
            view = receiving.receive_package(store, file)
        except AppError:
            return  # another receiver, or keys that are known again after the next trip
        if view.receipt is not None:
            self.files.append(view.receipt)

    def restore(self, who: int) -> None:
        kept, self.saved[who] = self.saved[who], None
        if kept is None:
            return
        store, _ = self.at(who)
        path, operator = store.path, store.operator
        store.close()
        back = restoring.restore_backup(path, kept, PASSWORD, operator).store
        if who == 0:
            self.pair.county = back
        else:
            self.pair.township = back

    def trip(self, sender: Store, receiver: Store) -> bool:
        file = package_file(sender, receiver, self.pair.folder)
        try:
            receipt = receiving.receive_package(receiver, file).receipt
            if receipt is not None:
                receiving.receive_package(sender, receipt)
        except PackageError:
            return False
        return True


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    with pytest.MonkeyPatch.context() as patch:
        # Made once for all examples, before the cheap passwords of a single test begin.
        patch.setenv("XUEJI_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setattr(keyslots, "MEMORY_KIB", 32)
        patch.setattr(keyslots, "PASSES", 1)
        made = make_pair(tmp_path_factory.mktemp("sites"))
        for store in (made.county, made.township):
            with store.database.write() as connection:
                site.put(connection, "home", "")
            store.close()
    return made


@settings(max_examples=20)
@given(steps=STEPS)
def test_no_order_locks_anybody_out(template: Pair, steps: list[Step]) -> None:
    """Lost, doubled, late and reordered files, keys changed at both ends, each side restored once:
    two round trips later both understand each other under today's keys."""
    memory = Path("/dev/shm")
    with (
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name,
        location.staying_in(Path(name)),
    ):
        played(template, steps, Path(name))


def played(template: Pair, steps: list[Step], folder: Path) -> None:
    stores: list[Store] = []
    for store in (template.county, template.township):
        path = folder / store.path.name
        for suffix in ("", ".keys"):
            shutil.copy(f"{store.path}{suffix}", f"{path}{suffix}")
        stores.append(open_store(path, PASSWORD, store.operator))
        stores[-1].database.read().execute("PRAGMA synchronous = OFF")
    stick = folder / "stick"
    stick.mkdir()
    world = World(Pair(stores[0], stores[1], stick))
    try:
        for step in steps:
            world.act(step)
        county, township = world.pair.county, world.pair.township
        for _ in range(3):
            world.trip(township, county)
            world.trip(county, township)
        assert world.trip(township, county)
        assert world.trip(county, township)
        assert key_state(county).waiting == key_state(township).waiting == []
        last = package_file(township, county, stick), package_file(county, township, stick)
        assert [signing_key(file) for file in last] == [key_id(township), key_id(county)]
        assert [sealed_to(file) for file in last] == [key_id(county), key_id(township)]
    finally:
        world.pair.county.close()
        world.pair.township.close()
