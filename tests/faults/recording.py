"""What a real run does to the files of one folder: written, flushed, renamed, gone."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tests.faults.syscalls import watch

_WATCHED = "openat write pwrite64 lseek ftruncate fsync fdatasync rename renameat renameat2"
_TRACED = "trace=" + ",".join(f"?{call}" for call in f"{_WATCHED} unlink unlinkat".split())
# Copied inside the kernel nobody sees what is written; without these the library writes itself.
_BY_HAND = "sendfile,copy_file_range"
_LONGEST = "100000000"
_CALL = re.compile(r"^(\w+)\((.*)\) += (\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_PATH = re.compile(r'(?:<((?:\\x[0-9a-f]{2})*)>, )?"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>(\(deleted\))?")
_RESUMED = re.compile(r"^<\.\.\. \w+ resumed>")


class Kind(Enum):
    """What a call does."""

    CREATE = "create"
    WRITE = "write"
    CUT = "cut"
    FLUSH = "flush"
    FLUSH_FOLDER = "flush folder"
    RENAME = "rename"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Op:
    """One call; names are relative to the folder, `at` is where it writes or cuts."""

    kind: Kind
    name: str
    other: str = ""
    at: int = 0
    data: bytes = b""


def record(act: Callable[[], tuple[int, str]], folder: Path, log: Path) -> list[Op]:
    """Run `act` in a forked child and tell what it did below `folder`.

    Raises:
        AssertionError: it did not end well.
    """
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    sizes = {name: (folder / name).stat().st_size for name in there}
    traced = ["-xx", "-s", _LONGEST, "-e", f"{_TRACED},{_BY_HAND}"]
    status, said = watch(act, log, [*traced, "-e", f"inject={_BY_HAND}:error=ENOSYS"])
    assert status == 0, f"{status} {said}"
    with log.open("r", encoding="ascii", errors="replace") as lines:
        return list(_Reading(folder.resolve(), sizes).ops(_joined(lines)))


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Calls as they ended; one that others ran beside is told in two parts."""
    begun: dict[str, str] = {}
    for line in lines:
        process, _, rest = line.rstrip("\n").partition(" ")
        rest = rest.lstrip()
        if rest.endswith(" <unfinished ...>"):
            begun[process] = rest.removesuffix(" <unfinished ...>")
        elif found := _RESUMED.match(rest):
            yield begun.pop(process, "") + rest[found.end() :]
        else:
            yield rest


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


class _Reading:
    """How long each file is and where each handle writes next."""

    def __init__(self, folder: Path, sizes: dict[str, int]) -> None:
        self.folder = str(folder)
        self.sizes = dict(sizes)
        self.places: dict[tuple[str, str], int] = {}
        self.appending: set[tuple[str, str]] = set()

    def ops(self, calls: Iterable[str]) -> Iterator[Op]:
        """What the calls did below the folder."""
        for line in calls:
            found = _CALL.match(line)
            if found is None:
                continue
            call, rest, result = found[1], found[2], int(found[3])
            if call == "openat":
                yield from self._opened(rest, result)
            elif call.startswith(("rename", "unlink")):
                yield from self._named(call, rest)
            else:
                yield from self._on_handle(call, rest, result)

    def _inside(self, path: str) -> str | None:
        if path == self.folder:
            return "."
        inner = path.removeprefix(self.folder + "/")
        return inner if inner != path else None

    def _opened(self, rest: str, handle: int) -> Iterator[Op]:
        name = self._inside(_paths(rest)[0])
        if name is None:
            return
        key = (str(handle), name)
        self.places[key] = 0
        self.appending.discard(key)
        if "O_APPEND" in rest:
            self.appending.add(key)
        if "O_CREAT" in rest and name not in self.sizes:
            self.sizes[name] = 0
            yield Op(Kind.CREATE, name)
        elif "O_TRUNC" in rest:
            self.sizes[name] = 0
            yield Op(Kind.CUT, name)

    def _named(self, call: str, rest: str) -> Iterator[Op]:
        names = [self._inside(path) for path in _paths(rest)]
        if any(name is None or name not in self.sizes for name in names[:1]):
            return
        old = str(names[0])
        size = self.sizes.pop(old)
        if call.startswith("unlink"):
            yield Op(Kind.REMOVE, old)
            return
        new = str(names[1])
        self.sizes[new] = size
        for handle, name in list(self.places):
            if name == old:
                self.places[handle, new] = self.places.pop((handle, name))
        yield Op(Kind.RENAME, old, new)

    def _on_handle(self, call: str, rest: str, result: int) -> Iterator[Op]:
        handle = _HANDLE.match(rest)
        name = self._inside(_name(handle[2])) if handle else ""
        if handle is None or name is None or handle[3]:
            return
        key = (handle[1], name)
        if call == "lseek":
            self.places[key] = result
        elif call in ("fsync", "fdatasync"):
            yield Op(Kind.FLUSH if name in self.sizes else Kind.FLUSH_FOLDER, name)
        elif call == "ftruncate":
            size = int(rest.rsplit(", ", 1)[1])
            self.sizes[name] = size
            yield Op(Kind.CUT, name, at=size)
        else:
            yield self._written(call, rest, key, result)

    def _written(self, call: str, rest: str, key: tuple[str, str], result: int) -> Op:
        name = key[1]
        data = _bytes(_text(rest, 0))[:result]
        if call == "pwrite64":
            at = int(rest.rsplit(", ", 1)[1])
        else:
            at = self.sizes[name] if key in self.appending else self.places.get(key, 0)
            self.places[key] = at + result
        self.sizes[name] = max(self.sizes[name], at + result)
        return Op(Kind.WRITE, name, at=at, data=data)


def _paths(rest: str) -> list[str]:
    """The paths that a call names, whole: beside the folder that is open they are short."""
    return [str(Path(_name(folder)) / _name(path)) for folder, path in _PATH.findall(rest)]


def _name(escaped: str) -> str:
    return os.fsdecode(_bytes(escaped))


def _text(rest: str, number: int) -> str:
    return str(_TEXT.findall(rest)[number])
