"""Export, receive and reading a receipt: what lies there before, and what may lie there after."""

import contextlib
import io
import os
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.data import digest
from app.exchange.listing import list_files
from app.exchange.package import open_package
from app.exchange.parties import OwnSite, Peer
from app.main import run
from app.services.exchange import receiving, sending
from app.services.opening import open_store
from app.services.self_check import check_store
from app.services.store import Store, open_question
from tests.builders import (
    PASSWORD,
    change_member,
    make_class,
    make_member,
    make_pair,
    mark,
    peer_at,
)

EXPORT, RECEIVE, RECEIPT = "export", "receive", "read a receipt"
PACKAGE = "青山镇.xjb"
_PEOPLE, _NOTE = 48, 1900
_NUMBERS = re.compile(r"[0-9a-f]{5,}|[0-9]+")
_BESIDE = ("-wal", "-shm")


@dataclass(frozen=True)
class State:
    """Everything that must change together or not at all."""

    content: str
    received: int
    confirmed: int

    @classmethod
    def of(cls, store: Store) -> "State":
        connection = store.database.read()
        log = "SELECT count(*) FROM package_log WHERE direction = 'in'"
        return cls(
            digest.whole(connection),
            connection.execute(log).fetchone()[0],
            connection.execute("SELECT sum(acked) FROM peer").fetchone()[0],
        )


@dataclass
class Flow:
    """One action with the files it begins from; `work` is where the files must lie."""

    name: str
    saved: Path
    work: Path
    store: Path
    words: tuple[str, ...]
    county: OwnSite
    township: Peer
    before: State
    after: State | None = None
    tidy: frozenset[str] = frozenset()

    @property
    def stick(self) -> Path:
        return self.work / "stick"

    @property
    def package(self) -> Path:
        return self.stick / PACKAGE

    def put_back(self) -> None:
        """All files as they were before the action."""
        os.environ["XUEJI_HOME"] = str(self.work / "home")
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.saved, self.work)

    def act(self) -> tuple[int, str]:
        """What the clerk's command does: exit code, and what it said on stderr."""
        out, said = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
            code = run([*self.words, "--store", str(self.store)])
        return code, said.getvalue()

    @contextlib.contextmanager
    def opened(self) -> Iterator[Store]:
        """The store of the action."""
        store = open_store(self.store, PASSWORD)
        try:
            yield store
        finally:
            store.close()

    def learn(self) -> None:
        """The action was done undisturbed: this is what it leads to."""
        with self.opened() as store:
            self.after = State.of(store)
        changes = self.package_rows()[0] > 1 if self.name == EXPORT else self.after != self.before
        assert changes, self.name
        self.tidy = self.files()

    def truth(self, *, done: bool, said: str) -> list[str]:
        """Whether what was said is what is so."""
        with self.opened() as store:
            state = State.of(store)
        if done and state != self.after:
            return ["said it was done"]
        return [f"refused, and yet done: {said}"] if not done and state != self.before else []

    def package_rows(self) -> tuple[int, int]:
        """Number and rows of the package on the stick, read to its end as the county would."""
        with self.package.open("rb") as source:
            package = open_package(source, self.county, [self.township])
            return package.header.sequence, sum(1 for _ in package)

    def problems(self) -> list[str]:
        """What is wrong with the files after the action was disturbed."""
        found = []
        with self.opened() as store:
            if State.of(store) not in (self.before, self.after):
                found.append(f"state between: {State.of(store)}")
            found += [f"self-check: {text}" for text in check_store(store).problems]
            if asked := open_question(store):
                found.append(f"asks: {asked}")
        for file in list_files(self.stick):
            if file.problem is not None:
                found.append(f"on the stick: {file.path.name} {file.problem.message}")
        try:
            self.package_rows()
        except Exception as error:  # noqa: BLE001 - whatever it is, the package is not whole
            found.append(f"package: {error!r}")
        return found

    def files(self) -> frozenset[str]:
        """What lies there, numbers left out; stores without their logs."""
        names = (str(p.relative_to(self.work)) for p in self.work.rglob("*") if p.is_file())
        return frozenset(_NUMBERS.sub("#", n) for n in names if not n.endswith(_BESIDE))

    def problems_afterwards(self) -> list[str]:
        """What is wrong after the same action was simply done again."""
        number, _ = self.package_rows()
        code, said = self.act()
        found = [] if code == 0 else [f"again: exit {code} {said}"]
        with self.opened() as store:
            if State.of(store) != self.after:
                found.append(f"again: state {State.of(store)}")
            with store.change("记一笔"):
                pass  # what a killed writer of markers left is swept by the next one
        if self.name == EXPORT and self.package_rows()[0] <= max(number, 1):
            found.append("again: an old number")
        return found + [f"left over: {name}" for name in self.files() - self.tidy]


def prepare(folder: Path) -> list[Flow]:
    """Two enrolled stores and the three actions; each begins with a write-ahead log to be read."""
    os.environ.update(XUEJI_HOME=str(folder / "work" / "home"), XUEJI_PASSWORD=PASSWORD)
    work = folder / "work"
    (work / "home").mkdir(parents=True)
    pair = make_pair(work)
    pair.to_county()
    people = [make_member(pair.township, name="旧人") for _ in range(3)]
    file = pair.folder / PACKAGE
    receiving_it = peer_at(pair.township, pair.county)
    sending.export_package(pair.township, receiving_it, file)
    receiving.receive_package(pair.county, file)
    _fill(pair.township, people)
    change_member(pair.county, people[0], note="县里改的")
    parties = sending.own_site(pair.county), sending.as_party(peer_at(pair.county, pair.township))
    county, township = pair.county.path, pair.township.path
    made = []

    def keep(name: str, store: Store, *words: str) -> None:
        saved = folder / f"saved {name}"
        shutil.copytree(work, saved, ignore=shutil.ignore_patterns("*-shm"))
        made.append(Flow(name, saved, work, store.path, words, *parties, State.of(store)))

    keep(EXPORT, pair.township, "package", "export", "--to", "云岭县", "-o", str(file))
    sending.export_package(pair.township, receiving_it, file)
    keep(RECEIVE, pair.county, "package", "receive", str(file))
    view = receiving.receive_package(pair.county, file)
    assert view.receipt is not None
    keep(RECEIPT, pair.township, "package", "receive", str(view.receipt))
    pair.county.close()
    pair.township.close()
    assert county != township
    return made


def _fill(store: Store, first: Sequence[bytes]) -> None:
    people, chance = list(first), random.Random(1)
    for _ in range(_PEOPLE):
        note = "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(_NOTE))
        people.append(make_member(store, note=note))
    made = make_class(store, people)
    for member in people:
        mark(store, made.sessions[0], member)
