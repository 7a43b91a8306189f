"""Enrolled stores copied from a template, exchanging without seals: for tests with many rounds."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.data.database import Database
from app.services.store import Store
from tests.builders import enrol, make_county, make_store
from tests.faults.fast_store import FastStore
from tests.faults.loose_package import Loose, pack

COUNTY, A1, A2, B = range(4)


@dataclass(frozen=True)
class SitesTemplate:
    """A county, two laptops of one township, and another township."""

    files: tuple[Path, ...]
    keys: tuple[bytes, ...]


def make_template(folder: Path) -> SitesTemplate:
    """Enrol everybody; nothing exchanged yet."""
    county = make_county(folder)
    stores = [county]
    for name, scope in (("青山镇", "青山镇"), ("青山镇二", "青山镇"), ("白水镇", "白水镇")):
        stores.append(make_store(folder, name))
        enrol(county, stores[-1], folder, scope)
    keys = tuple(store.database.key for store in stores)
    for store in stores:
        store.close()
    return SitesTemplate(tuple(store.path for store in stores), keys)


@dataclass
class QuickSites:
    """Copies of the template; packages may be kept back and delivered late."""

    stores: list[Store]
    kept: list[tuple[int, Loose]] = field(default_factory=list)

    @classmethod
    def copied(cls, template: SitesTemplate, folder: Path) -> "QuickSites":
        """Fresh copies in `folder`."""
        stores: list[Store] = []
        for number, (source, key) in enumerate(zip(template.files, template.keys, strict=True)):
            path = folder / f"{number}.xueji"
            shutil.copyfile(source, path)
            database = Database(path, key)
            database.read().execute("PRAGMA synchronous = OFF")
            stores.append(FastStore(database, f"使用人{number}"))
        return cls(stores)

    def pack(self, sender: int, receiver: int) -> Loose:
        """What the sender has for the receiver now."""
        return pack(self.stores[sender], self.stores[receiver].site.uid)

    def hand_over(self, sender: int, receiver: int) -> int:
        """Export, receive, receipt; how many lines were said."""
        loose = self.pack(sender, receiver)
        loose.receive(self.stores[receiver])
        loose.take_receipt(self.stores[sender], self.stores[receiver])
        return len(loose.lines)

    def settle(self) -> None:
        """Everybody exchanges with the county until nothing is left to say."""
        for _ in range(12):
            said = 0
            for town in range(1, len(self.stores)):
                said += self.hand_over(town, COUNTY) + self.hand_over(COUNTY, town)
            if not said:
                return
        raise AssertionError("still talking")

    def close(self) -> None:
        """Release all files."""
        for store in self.stores:
            store.close()


@contextmanager
def prepared_template() -> Iterator[SitesTemplate]:
    """A template in a folder of its own, for the tests of one module."""
    folder = Path(tempfile.mkdtemp())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XUEJI_HOME", str(folder / "home"))
        patch.setattr("app.data.keyslots.MEMORY_KIB", 32)
        patch.setattr("app.data.keyslots.PASSES", 1)
        yield make_template(folder)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def copied_sites(template: SitesTemplate) -> Iterator[QuickSites]:
    """Fresh copies for one example; nothing of them is left."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    sites = QuickSites.copied(template, folder)
    try:
        yield sites
    finally:
        sites.close()
        shutil.rmtree(folder, ignore_errors=True)
