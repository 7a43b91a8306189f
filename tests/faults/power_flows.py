"""What is done while the power may fail, and what is looked at when it is back."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.data import backup, digest, rekeying
from app.domain.accounts.roles import Role
from app.domain.errors import AppError
from app.services import accounts, attempts, backups, restoring, rosters
from app.services.exchange import receiving, sending
from app.services.opening import NewSite, create_store, open_store
from app.services.rotating import change_data_key
from app.services.self_check import check_store
from app.services.store import Store, open_question
from tests.builders import (
    PASSWORD,
    change_member,
    make_class,
    make_member,
    make_pair,
    make_store,
    mark,
    peer_at,
)
from tests.faults.power_model import Content, content_of
from tests.faults.recording import Kind, Op, record
from tests.roster_corpus.files import xlsx
from tests.roster_corpus.people import people
from tests.roster_corpus.shapes import line, roster

ACK = "said"
"""A file of the watched folder into which the run says what it has told its user is done."""
_NEW = NewSite("township", "青山镇", "云岭县", "张三")
_OTHER = "second-password"

Say = Callable[..., None]


@dataclass(frozen=True)
class Seen:
    """What is there: the same for two folders that say the same; and what is wrong."""

    state: tuple[object, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flow:
    """One story: `prepare` lays the files out, `act` is watched."""

    name: str
    store: str
    prepare: Callable[[Path], None]
    act: Callable[[Path, Say], None]
    secrets: tuple[str, ...] = (PASSWORD,)
    named: tuple[str, ...] = ()
    """Files that are there whole, or not at all."""


@dataclass
class Recorded:
    """A story that was watched: how it began, what was done, when something was told."""

    flow: Flow
    folder: Path
    begun: Content
    ops: list[Op]
    secrets: list[str] = field(default_factory=list)
    told: list[int] = field(default_factory=list)

    def lay_out(self, content: Content) -> None:
        """The folder with exactly these files; what SQLite keeps in memory is lost."""
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "home").mkdir(parents=True)
        for name, data in content.items():
            if name != ACK and not name.endswith("-shm"):
                path = self.folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)

    def look(self, content: Content) -> Seen:
        """What somebody finds who opens the program on these files and goes on working."""
        self.lay_out(content)
        try:
            return looked(self.flow, self.folder, self.secrets)
        except Exception as error:  # noqa: BLE001 - a finding like any other
            return Seen((repr(error),), (f"{type(error).__name__}: {error}",))


def watched(flow: Flow, folder: Path, log: Path) -> Recorded:
    """Let the story happen once, under strace."""
    os.environ["XUEJI_HOME"] = str(folder / "home")
    attempts.FREE = 1 << 30
    (folder / "home").mkdir(parents=True)
    flow.prepare(folder)
    for left in folder.rglob("*-shm"):
        left.unlink()
    begun = content_of(folder)

    def act() -> tuple[int, str]:
        with (folder / ACK).open("ab", buffering=0) as said:

            def say(*learned: str) -> None:
                said.write(("\n".join(learned) or "-").encode())

            flow.act(folder, say)
        return 0, ""

    ops = record(act, folder, log)
    found = Recorded(flow, folder, begun, ops, list(flow.secrets))
    for number, op in enumerate(ops):
        if op.name == ACK and op.kind is Kind.WRITE:
            found.told.append(number)
            found.secrets += [word for word in op.data.decode().split("\n") if word != "-"]
    return found


def _digest(store: Store) -> object:
    return digest.whole(store.database.read())


def looked(
    flow: Flow,
    folder: Path,
    secrets: list[str],
    content: Callable[[Store], object] = _digest,
) -> Seen:
    """What there is for whoever has these secrets, and what is wrong with it."""
    path = folder / flow.store
    state: list[object] = []
    problems: list[str] = []
    for secret in secrets:
        try:
            store = open_store(path, secret)
        except AppError as error:
            state.append(error.code)
            if error.code not in ("password", "no-store"):
                problems.append(f"open: {error}")
            continue
        with contextlib.closing(store):
            state.append("opens")
            if "opens" not in state[:-1]:
                state.append(content(store))
                state.append(_received(store))
                problems += _wrong(store, folder)
    if set(state) == {"no-store"}:
        problems += _made_again(path)
    elif "opens" not in state:
        problems.append(f"nobody can open it: {state}")
    state += [(folder / name).exists() for name in flow.named]
    return Seen(tuple(state), tuple(problems))


def _received(store: Store) -> int:
    count = "SELECT count(*) FROM package_log WHERE direction = 'in'"
    return int(store.database.read().execute(count).fetchone()[0])


def _wrong(store: Store, folder: Path) -> Iterator[str]:
    for text in check_store(store).problems:
        yield f"self-check: {text}"
    if asked := open_question(store):
        yield f"asks: {asked}"
    keys = [store.database.key, *rekeying.former_keys(store.database.read())]
    for path in folder.rglob(f"*{backups.SUFFIX}"):
        if not any(_proved(path, key) for key in keys):
            yield f"backup {path.name} is not whole"
    with store.change("记一笔"):
        pass  # saving goes on, too


def _proved(path: Path, key: bytes) -> bool:
    try:
        backup.verify(path, key)
    except AppError:
        return False
    return True


def _made_again(path: Path) -> Iterator[str]:
    try:
        create_store(path, _NEW, PASSWORD).store.close()
        open_store(path, PASSWORD).close()
    except AppError as error:
        yield f"cannot be made again: {error}"


def _township(folder: Path) -> None:
    store = make_store(folder)
    for _ in range(5):
        make_member(store)
    store.close()


def _init(folder: Path, say: Say) -> None:
    say()
    made = create_store(folder / "青山镇.xueji", _NEW, PASSWORD)
    say(made.recovery_code)
    make_member(made.store)
    say()
    made.store.close()


def _edit(folder: Path, say: Say) -> None:
    store = open_store(folder / "青山镇.xueji", PASSWORD)
    say()
    person = make_member(store)
    say()
    for number in range(6):
        change_member(store, person, note=f"断电{number}", workplace="甲" * 60)
        say()
    store.close()
    store = open_store(folder / "青山镇.xueji", PASSWORD)
    say()
    marked = make_class(store, [person])
    say()
    mark(store, marked.sessions[0], person)
    say()
    store.close()


def _import(folder: Path, say: Say) -> None:
    store = open_store(folder / "青山镇.xueji", PASSWORD)
    say()
    for number in range(2):
        plan = rosters.plan_roster_import(
            store, folder / f"{number}.xlsx", create_organizations=True
        )
        rosters.import_roster(store, plan)
        say()
    store.close()


def _rosters(folder: Path) -> None:
    _township(folder)
    everybody = people(40)
    for number in range(2):
        here = everybody[number * 20 :][:20]
        lines = [line(place, person) for place, person in enumerate(here, 1)]
        (folder / f"{number}.xlsx").write_bytes(xlsx(roster(*lines)))


def _packages(folder: Path) -> None:
    pair = make_pair(folder)
    pair.to_county()
    person = make_member(pair.township)
    made = make_class(pair.township, [person])
    for session in made.sessions:
        mark(pair.township, session, person)
    peer = peer_at(pair.township, pair.county)
    sending.export_package(pair.township, peer, folder / "1.xjb")
    for _ in range(10):
        make_member(pair.township)
    sending.export_package(pair.township, peer, folder / "2.xjb")
    pair.county.close()
    pair.township.close()


def _receive(folder: Path, say: Say) -> None:
    store = open_store(folder / "云岭县.xueji", PASSWORD)
    say()
    for number in (1, 2):
        receiving.receive_package(store, folder / f"{number}.xjb")
        say()
    store.close()


def _two_moments(folder: Path) -> None:
    _township(folder)
    store = open_store(folder / "青山镇.xueji", PASSWORD)
    backups.create_backup(store, folder / "早.xjbak")
    make_member(store)
    store.close()


def _restore(folder: Path, say: Say) -> None:
    path = folder / "青山镇.xueji"
    store = open_store(path, PASSWORD)
    make_member(store)
    say()
    store.close()
    back = restoring.restore_backup(path, folder / "早.xjbak", PASSWORD)
    say()
    make_member(back.store)
    say()
    back.store.close()


def _backup(folder: Path, say: Say) -> None:
    store = open_store(folder / "青山镇.xueji", PASSWORD)
    say()
    backups.create_backup(store, folder / "手工.xjbak")
    say()
    make_member(store)
    say()
    backups.automatic(store, "退出")
    say()
    make_member(store)
    say()
    backups.automatic(store, "退出")
    say()
    store.close()


def _accounts(folder: Path, say: Say) -> None:
    path = folder / "青山镇.xueji"
    store = open_store(path, PASSWORD)
    say()
    accounts.add_account(store, "王五", _OTHER, Role.CLERK)
    say()
    say(accounts.renew_recovery_code(store))
    rotated = change_data_key(store, "有人离任")
    say(rotated.recovery_code)
    accounts.remove_operator(rotated.store, "王五")
    say()
    accounts.set_password(rotated.store, "张三", "third-password")
    say("third-password")
    rotated.store.close()


FLOWS = (
    Flow("init", "青山镇.xueji", lambda _: None, _init),
    Flow("edit", "青山镇.xueji", _township, _edit),
    Flow("import", "青山镇.xueji", _rosters, _import),
    Flow("receive", "云岭县.xueji", _packages, _receive),
    Flow("restore", "青山镇.xueji", _two_moments, _restore),
    Flow("backup", "青山镇.xueji", _two_moments, _backup, named=("手工.xjbak",)),
    Flow("account change", "青山镇.xueji", _township, _accounts, (PASSWORD, _OTHER)),
)
