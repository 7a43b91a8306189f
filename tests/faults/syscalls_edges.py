"""What begins and ends with a store, as commands: what lies there before, what may lie after."""

import contextlib
import io
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.accounts.roles import Role
from app.main import run
from app.services import accounts, attempts, backups
from app.services.opening import open_store
from app.services.store import Store
from tests.builders import PASSWORD, change_member, make_member, make_store
from tests.faults.power_flows import Flow as Story
from tests.faults.power_flows import Seen, looked
from tests.faults.power_model import Content, content_of
from tests.roster_corpus.files import xlsx
from tests.roster_corpus.people import people
from tests.roster_corpus.shapes import line, roster

OTHER, THIRD = "second-password", "third-password"
_STORE = "青山镇.xueji"
_CODE = "recovery code"
"""Tells the old data key from the new one: after a change it opens nothing."""
_NUMBERS = re.compile(r"[0-9a-f]{5,}|[0-9]+")
_BESIDE = ("-wal", "-shm")


@dataclass
class EdgeFlow:
    """One command with the files it begins from; `work` is where the files must lie."""

    name: str
    begun: Content
    work: Path
    words: tuple[str, ...]
    story: Story
    before: Seen = field(default_factory=lambda: Seen(()))
    after: Seen | None = None
    now: Seen = field(default_factory=lambda: Seen(()))
    tidy: frozenset[str] = frozenset()

    def put_back(self) -> None:
        """All files as they were before the action."""
        os.environ["XUEJI_HOME"] = str(self.work / "home")
        self._lay_out(self.begun)

    def _lay_out(self, content: Content) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        for name, data in content.items():
            path = self.work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        (self.work / "home").mkdir(parents=True, exist_ok=True)

    def act(self) -> tuple[int, str]:
        """What the clerk's command does: exit code, and what it said on stderr."""
        out, said = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
            code = run([*self.words, "--store", str(self.work / _STORE)])
        return code, said.getvalue()

    def state(self) -> Seen:
        """What somebody finds who looks; nothing is changed by it."""
        there = content_of(self.work)
        try:
            return looked(self.story, self.work, list(self.story.secrets), _everybody)
        finally:
            self._lay_out({n: data for n, data in there.items() if not n.endswith("-shm")})

    def learn(self) -> None:
        """The action was done undisturbed: this is what it leads to."""
        self.after, self.tidy = self.state(), self.files()
        assert self.after.state != self.before.state, self.name
        assert not self.after.problems, (self.name, self.after.problems)

    def problems(self) -> list[str]:
        """What is wrong with the files after the action was disturbed."""
        seen = self.state()
        self.now = seen
        found = list(seen.problems)
        if self.after is None or seen.state not in (self.before.state, self.after.state):
            found.append(f"state between: {seen.state}")
        return found

    def truth(self, *, done: bool, said: str) -> list[str]:
        """Whether what was said is what is so."""
        assert self.after is not None
        state = self.now.state
        if done and state != self.after.state:
            return ["said it was done"]
        if done or state == self.before.state or "没有确认写稳" in said:
            return []
        return [f"refused, and yet done: {said}"]

    def files(self) -> frozenset[str]:
        """What lies there, numbers left out; stores without their logs."""
        names = (str(p.relative_to(self.work)) for p in self.work.rglob("*") if p.is_file())
        return frozenset(_NUMBERS.sub("#", n) for n in names if not n.endswith(_BESIDE))

    def problems_afterwards(self) -> list[str]:
        """What is wrong after the same action was done again, unless it was done already."""
        assert self.after is not None
        if self.now.state == self.after.state:
            return []
        code, said = self.act()
        found = [] if code == 0 else [f"again: exit {code} {said}"]
        if (again := self.state()).state != self.after.state:
            found.append(f"again: state {again}")
        found += [f"again: {problem}" for problem in again.problems]
        return found + [f"left over: {name}" for name in self.files() - self.tidy]


def prepare_edges(folder: Path) -> list[EdgeFlow]:
    """Six commands on small stores; each begins with a write-ahead log to be read."""
    os.environ["XUEJI_NEW_PASSWORD"] = THIRD
    attempts.FREE = 1 << 30
    work = folder / "work"
    made = []

    def keep(name: str, lay: Callable[[Path], tuple[str, ...]], *known: str) -> None:
        shutil.rmtree(work, ignore_errors=True)
        os.environ["XUEJI_HOME"] = str(work / "home")
        (work / "home").mkdir(parents=True)
        words = lay(work)
        begun = {n: data for n, data in content_of(work).items() if not n.endswith("-shm")}
        secrets = (PASSWORD, *known, *_codes(begun))
        named = ("手工.xjbak",) if lay is _backup else ()
        story = Story(name, _STORE, lambda _: None, lambda *_: None, secrets, named)
        begun.pop(_CODE, None)
        flow = EdgeFlow(name, begun, work, words, story)
        flow.put_back()
        flow.before = flow.state()
        flow.act()  # what it loads is loaded before anything is forked
        flow.put_back()
        made.append(flow)

    keep("init", _init)
    keep("edit", _edit)
    keep("import", _import)
    keep("restore", _restore)
    keep("backup", _backup)
    keep("new password", _new_password, THIRD)
    keep("remove an account", _remove, OTHER)
    keep("change the key", _change_key, OTHER)
    return made


def _everybody(store: Store) -> object:
    """What a second run of the same command leads to as well."""
    people = "SELECT name, id_number, note FROM member WHERE gone = 0 ORDER BY name, id_number"
    places = "SELECT name FROM organization WHERE gone = 0 ORDER BY name"
    connection = store.database.read()
    return tuple(tuple(map(tuple, connection.execute(sql).fetchall())) for sql in (people, places))


def _codes(begun: Content) -> tuple[str, ...]:
    return (begun[_CODE].decode(),) if _CODE in begun else ()


def _init(_folder: Path) -> tuple[str, ...]:
    who = ("--level", "township", "--name", "青山镇", "--county", "云岭县")
    return ("init", *who, "--operator", "张三")


def _township(folder: Path) -> list[bytes]:
    store = make_store(folder)
    found: list[bytes] = [make_member(store) for _ in range(5)]
    accounts.add_account(store, "王五", OTHER, Role.CLERK)
    store.close()
    store = open_store(folder / _STORE, PASSWORD)
    change_member(store, found[0], note="在日志里")
    log = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    store.close()
    for path, data in log.items():
        path.write_bytes(data)
    return found


def _edit(folder: Path) -> tuple[str, ...]:
    _township(folder)
    return ("add", "organizations", "--set", "name=李家村党支部", "--set", "kind=党支部")


def _import(folder: Path) -> tuple[str, ...]:
    _township(folder)
    lines = [line(number, person) for number, person in enumerate(people(20), 1)]
    (folder / "名册.xlsx").write_bytes(xlsx(roster(*lines)))
    return ("import", "roster", str(folder / "名册.xlsx"), "--create-organizations")


def _restore(folder: Path) -> tuple[str, ...]:
    _township(folder)
    store = open_store(folder / _STORE, PASSWORD)
    backups.create_backup(store, folder / "早.xjbak")
    make_member(store)
    store.close()
    return ("backup", "restore", str(folder / "早.xjbak"))


def _backup(folder: Path) -> tuple[str, ...]:
    _township(folder)
    return ("backup", "create", str(folder / "手工.xjbak"))


def _new_password(folder: Path) -> tuple[str, ...]:
    _township(folder)
    return ("account", "password")


def _remove(folder: Path) -> tuple[str, ...]:
    _township(folder)
    return ("account", "remove", "王五")


def _change_key(folder: Path) -> tuple[str, ...]:
    _township(folder)
    store = open_store(folder / _STORE, PASSWORD)
    (folder / _CODE).write_text(accounts.renew_recovery_code(store))
    store.close()
    return ("account", "change-key", "--reason", "有人离开")
