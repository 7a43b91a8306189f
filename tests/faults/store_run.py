"""A store with flipped bits, and many who write to one: `python -m tests.faults.store_run`.

Flips: one bit anywhere in the file. It must be noticed when the store is opened and checked, or
stand where nothing is kept. Writers: as many command lines at once, each adding one organization.
Each that says it is done has its row there, each other one says why not; nothing is there twice.
The exit code is 1 when anything was not so.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.data import keyslots
from app.domain.errors import AppError
from app.services.opening import open_store
from app.services.self_check import check_store
from app.services.store import Store
from tests.builders import PASSWORD, make_member, make_organization, make_store, value_of

NOTICED, HARMLESS, UNNOTICED = "noticed", "harmless", "not noticed"
SIDE_BY_SIDE = 6
"""Command lines that run at one time."""


def prepared(folder: Path) -> tuple[Path, bytes]:
    """A small store with an account, closed; the row that is looked at."""
    store = make_store(folder)
    branch = make_organization(store, "青山村党支部")
    members = [make_member(store, branch, f"同志{n}") for n in range(40)]
    path = store.path
    store.close()
    return path, members[0]


def flipped(master: Path, person: bytes, folder: Path, chance: random.Random) -> str:
    """Flip one bit of a copy of the store, and what became of that."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(master.parent, folder)
    path = folder / master.name
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    try:
        store = open_store(path, PASSWORD)
    except AppError:
        return NOTICED
    try:
        return _checked(store, person)
    finally:
        store.close()


def _checked(store: Store, person: bytes) -> str:
    try:
        if check_store(store).problems:
            return NOTICED
    except AppError:
        return NOTICED
    return HARMLESS if value_of(store, "member", person, "name") == "同志0" else UNNOTICED


def written_at_once(path: Path, number: int) -> list[str]:
    """So many command lines on one store; what is wrong afterwards."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        ended = list(pool.map(lambda n: _add(path, n), range(number)))
    store = open_store(path, PASSWORD)
    names = Counter(
        str(name) for (name,) in store.database.read().execute("SELECT name FROM organization")
    )
    problems = [f"self-check: {text}" for text in check_store(store).problems]
    store.close()
    for n, (code, said) in enumerate(ended):
        if names[f"第{n}党支部"] != (code == 0):
            problems.append(f"writer {n}: exit {code}, there {names[f'第{n}党支部']} times: {said}")
        elif code and not said.strip():
            problems.append(f"writer {n}: refused without a word")
    return problems


def _add(path: Path, number: int) -> tuple[int, str]:
    words = [sys.executable, "-m", "app", "--store", str(path), "add", "organizations"]
    fields = ["--set", f"name=第{number}党支部", "--set", "kind=党支部"]
    done = subprocess.run(
        [*words, *fields],
        env={**os.environ, "XUEJI_PASSWORD": PASSWORD},
        capture_output=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def main(arguments: Sequence[str]) -> int:
    """Both, counted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=300)
    parser.add_argument("--writers", type=int, default=38)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XUEJI_HOME"] = f"{folder}/home"
        path, person = prepared(Path(folder) / "store")
        seen = Counter(
            flipped(path, person, Path(folder) / "flipped", chance) for _ in range(given.flips)
        )
        print(f"{given.flips} flips, seed {given.seed}: {dict(seen)}")
        problems = written_at_once(path, given.writers)
        print(f"{given.writers} writers at once: {problems or 'none wrong'}")
    return 1 if problems or seen[UNNOTICED] else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
