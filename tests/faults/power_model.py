"""A disk whose power fails: what was flushed is there, of the rest some, torn or none.

Two models. `JOURNALED`: names change in the order in which the program changed them, and any
flush keeps all changes before it (ext4, NTFS). `STRICT`: names are kept by flushing their folder
alone, or the file that was just made; no order holds between folders.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tests.faults.recording import Kind, Op

JOURNALED, STRICT = "journaled", "strict"
MODELS = (JOURNALED, STRICT)
_SECTOR = 512
_NAMING = (Kind.CREATE, Kind.RENAME, Kind.REMOVE)

Content = dict[str, bytes]
"""What lies in a folder, by name."""


@dataclass(slots=True)
class _Naming:
    """A change of names that is not surely kept; `file` is what was made."""

    op: Op
    file: int


class Disk:
    """The files as the program sees them, and what of it is surely kept."""

    def __init__(self, model: str, content: Content) -> None:
        self.model = model
        self.kept: dict[int, bytearray] = {}
        self.names: dict[str, int] = {}
        self.seen: dict[str, int] = {}
        self.writes: dict[int, list[Op]] = defaultdict(list)
        self.naming: list[_Naming] = []
        self._count = 0
        for name, data in content.items():
            self.names[name] = self.seen[name] = self._new(data)

    def _new(self, data: bytes) -> int:
        self._count += 1
        self.kept[self._count] = bytearray(data)
        return self._count

    def do(self, op: Op) -> None:
        """The program makes this call."""
        if op.kind in _NAMING:
            file = self._new(b"") if op.kind is Kind.CREATE else 0
            self.naming.append(_Naming(op, file))
            _rename(self.seen, self.naming[-1])
        elif op.kind is Kind.FLUSH_FOLDER:
            self._keep_names(lambda one: _folder(one.op) == op.name)
        elif op.kind is Kind.FLUSH:
            self._keep_file(self.seen[op.name])
        else:
            self.writes[self.seen[op.name]].append(op)

    def _keep_file(self, file: int) -> None:
        for write in self.writes.pop(file, []):
            _apply(self.kept[file], write)
        made = next((one for one in self.naming if one.file == file), None)
        if self.model == JOURNALED:
            self._keep_names(lambda _: True)
        elif made is not None:
            needed = self._needed_by(made)
            self._keep_names(lambda one: id(one) in needed)

    def _needed_by(self, made: _Naming) -> set[int]:
        """A file that is flushed can be found, and what became of the same names before it."""
        names, needed = {made.op.name}, {id(made)}
        for one in reversed(self.naming[: self.naming.index(made)]):
            if names & {one.op.name, one.op.other}:
                names |= {one.op.name, one.op.other} - {""}
                needed.add(id(one))
        return needed

    def _keep_names(self, which: Callable[[_Naming], bool]) -> None:
        if self.model == JOURNALED:
            kept, self.naming = self.naming, []
        else:
            kept = [one for one in self.naming if which(one)]
            self.naming = [one for one in self.naming if not which(one)]
        for one in kept:
            _rename(self.names, one)

    def now(self) -> Content:
        """As the program sees it: nothing fails."""
        found = {}
        for name, file in self.seen.items():
            data = bytearray(self.kept[file])
            for write in self.writes.get(file, []):
                _apply(data, write)
            found[name] = bytes(data)
        return found

    def after_power_failed(self, chance: random.Random) -> Content:
        """What is found when the power comes back."""
        names = dict(self.names)
        for one in self._lucky_names(chance):
            _rename(names, one)
        how = chance.choice(("none", "all", "some", "first", "torn"))
        found = {}
        for name, file in names.items():
            data = bytearray(self.kept[file])
            for write in _lucky(self.writes.get(file, []), how, chance):
                _apply(data, write)
            found[name] = bytes(data)
        return found

    def _lucky_names(self, chance: random.Random) -> Iterator[_Naming]:
        if self.model == JOURNALED:
            yield from self.naming[: chance.randint(0, len(self.naming))]
            return
        folders = sorted({_folder(one.op) for one in self.naming})
        for folder in folders:
            here = [one for one in self.naming if _folder(one.op) == folder]
            yield from here[: chance.randint(0, len(here))]


def _lucky(writes: Sequence[Op], how: str, chance: random.Random) -> Iterator[Op]:
    if how == "first":
        writes = writes[: chance.randint(0, len(writes))]
    for write in writes:
        if how in ("all", "first") or (how == "some" and chance.random() < 0.5):
            yield write
        elif how == "torn" and chance.random() < 0.5:
            yield from _torn(write, chance)


def _torn(write: Op, chance: random.Random) -> Iterator[Op]:
    if write.kind is not Kind.WRITE or len(write.data) <= _SECTOR:
        yield write
        return
    for start in range(0, len(write.data), _SECTOR):
        if chance.random() < 0.5:
            part = write.data[start : start + _SECTOR]
            yield Op(Kind.WRITE, write.name, at=write.at + start, data=part)


def _apply(data: bytearray, op: Op) -> None:
    if len(data) < op.at:
        data.extend(bytes(op.at - len(data)))
    if op.kind is Kind.WRITE:
        data[op.at : op.at + len(op.data)] = op.data
    else:
        del data[op.at :]


def _rename(names: dict[str, int], one: _Naming) -> None:
    op = one.op
    if op.kind is Kind.CREATE:
        names[op.name] = one.file
    elif op.kind is Kind.REMOVE:
        names.pop(op.name, None)
    elif op.name in names:
        names[op.other] = names.pop(op.name)


def _folder(op: Op) -> str:
    return str(PurePosixPath(op.name).parent)


def content_of(folder: Path) -> Content:
    """What lies below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
