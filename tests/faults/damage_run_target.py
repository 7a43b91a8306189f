"""A real county store that somebody attacks who has the keys of an enrolled township."""

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from app.data.location import user_folder
from app.exchange.header import Kind
from app.exchange.package import open_package
from app.exchange.parties import OwnSite, Peer
from app.exchange.sealing import Label, seal
from app.exchange.shapes import is_token
from app.services.exchange import receiving, sending
from app.services.opening import open_store
from app.services.store import Store
from tests.builders import (
    PASSWORD,
    Pair,
    enrol,
    hand_over,
    make_class,
    make_member,
    make_pair,
    make_store,
    mark,
    peer_at,
)
from tests.exchange.cases_content import ended, packed
from tests.exchange.forge import Bytes
from tests.exchange.sites import TIME
from tests.faults.damage_run_lines import Line
from tests.faults.liars_oracle import (
    NOTHING_SAID,
    Own,
    Rows,
    foreign,
    judge,
    untold_rows,
    words_of_the_county,
)

_NOT_CONTENT = ("meta", "incident", "put_aside", "audit", "seal", "seen_head")
"""What may be noted of a package that was refused: that it came, and the seals of these notes."""


@dataclass
class Target:
    """A county that holds something, a township whose keys the attacker has, its next package."""

    county: Store
    sender: OwnSite
    receiver: Peer
    package: bytes
    manifest: Mapping[str, Any]
    lines: list[Line]
    label: Label
    file: Path
    saved: Path
    site: bytes
    root: bytes
    others: tuple[bytes, ...]
    """Identities of rows that are not the township's."""

    def foreign(self) -> "Foreign":
        """What is not the township's to change, as it stands."""
        connection = self.county.database.read()
        own = Own.of(connection, self.root, untold_rows(connection, self.site))
        return Foreign(self, own)

    def sealed(self, manifest: Mapping[str, Any], lines: list[Line], label: Label) -> bytes:
        """A package that the true township might have made."""
        return self.sealed_by(self.sender, manifest, lines, label)

    def sealed_by(
        self, sender: OwnSite, manifest: Mapping[str, Any], lines: list[Line], label: Label
    ) -> bytes:
        with self.file.open("wb+") as target:
            seal(target, label, sender, self.receiver, _body(manifest, lines))
        return self.file.read_bytes()

    def content(self) -> str:
        """A digest over every table: data, registers, what is held, the register of packages."""
        connection = self.county.database.read()
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        made = hashlib.sha256()
        for name in sorted(row[0] for row in found.fetchall()):
            if name not in _NOT_CONTENT and not name.startswith("sqlite_"):
                for row in connection.execute(f"SELECT * FROM {name}"):
                    made.update(repr(row).encode())
        return made.hexdigest()

    def begin_again(self) -> None:
        """The county as it was; a fresh connection too."""
        path = self.county.path
        self.county.close()
        for file in self.saved.iterdir():
            shutil.copy(file, path.with_name(file.name))
        # Else it would ask whether an old file was brought back.
        shutil.rmtree(user_folder(), ignore_errors=True)
        self.county = open_store(path, PASSWORD, "李四")


class Foreign:
    """The rows of everybody but the attacker, to be looked at again."""

    def __init__(self, target: Target, own: Own) -> None:
        self._target, self._own = target, own
        self._rows, self._words = self._look()

    def _look(self) -> tuple[Rows, set[tuple[Any, ...]]]:
        connection = self._target.county.database.read()
        rows = foreign(connection, self._own, self._target.root)
        return rows, words_of_the_county(connection, self._own)

    def changed(self) -> str:
        """Whose rows a package changed that were not the sender's; nothing when none."""
        rows, words = self._look()
        try:
            judge(rows, self._rows, set())
        except AssertionError as error:
            return str(error)
        fresh = [said for said in words - self._words if said[2:] not in NOTHING_SAID]
        return f"another's word: {fresh}" if fresh else ""


def _body(manifest: Mapping[str, Any], lines: list[Line]) -> Bytes:
    begin = orjson.dumps(["begin", {**manifest, "salt": "0" * 32}]) + b"\n"
    whole = begin + b"".join(orjson.dumps(line) + b"\n" for line in lines)
    sorts = (line.get("table", "other") for line in lines)
    counts = Counter(sort for sort in sorts if isinstance(sort, str))
    return Bytes(packed(ended(whole, len(lines))), {k: n for k, n in counts.items() if is_token(k)})


def prepare(folder: Path) -> Target:
    """Something of everything exchanged, and one more package that has not been received."""
    os.environ["XUEJI_HOME"] = str(folder / "home")
    pair = make_pair(folder)
    people = [make_member(pair.township, name="旧人") for _ in range(3)]
    made = make_class(pair.township, people)
    mark(pair.township, made.sessions[0], people[0])
    others = _others(pair)
    pair.settle()
    _more(pair)
    file = folder / "stick" / "next.xjb"
    sent = sending.export_package(pair.township, peer_at(pair.township, pair.county), file)
    mine, county = sending.own_site(pair.township), sending.own_site(pair.county)
    township = sending.as_party(peer_at(pair.county, pair.township))
    receiver = sending.as_party(peer_at(pair.township, pair.county))
    with file.open("rb") as source:
        package = open_package(source, county, [township])
        header, manifest, lines = package.header, package.manifest, list(package)
    assert sent.sequence == header.sequence
    label = Label(Kind.REPORT, header.sequence, header.previous, TIME)
    receiving.inspect_package(pair.county, file)
    pair.township.close()
    target = Target(
        *(pair.county, mine, receiver, file.read_bytes(), manifest, lines, label, file),
        *(folder / "at", pair.township.site.uid, pair.township.site.organization, others),
    )
    target.county.close()
    target.saved.mkdir()
    for path in target.county.path.parent.glob(f"{target.county.path.name}*"):
        shutil.copy(path, target.saved)
    target.county = open_store(target.county.path, PASSWORD, "李四")
    return target


def _others(pair: Pair) -> tuple[bytes, ...]:
    """A neighbour with people and a class, and a class of the county: none of the attacker's."""
    folder = pair.folder / "neighbour"
    folder.mkdir()
    other = make_store(folder, "白水镇")
    enrol(pair.county, other, folder)
    person = make_member(other, name="邻镇的人")
    made = make_class(other, [person], name="邻镇的班")
    marked = mark(other, made.sessions[0], person)
    hand_over(other, pair.county, folder)
    root = other.site.organization
    other.close()
    own = make_class(pair.county, [person], name="县里的班")
    theirs = (root, person, made.uid, made.sessions[0], made.enrolments[0], marked)
    return (*theirs, pair.county.site.organization, own.uid, own.sessions[0], own.enrolments[0])


def _more(pair: Pair) -> None:
    newer = [make_member(pair.township, name="新人") for _ in range(2)]
    made = make_class(pair.township, newer, name="又一个班")
    mark(pair.township, made.sessions[0], newer[0])
