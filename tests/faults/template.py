"""Enrolled stores that every history begins with copies of."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from app.data import keyslots, rows, site
from app.data.database import Connection
from app.domain.entity import REGISTRY
from tests.builders import enrol, make_county, make_store
from tests.faults import newer_program
from tests.faults.fast_store import FastDatabase, repaged, tell_again
from tests.faults.newer_program import NEW, OLD
from tests.faults.oracle import Known

TOWNS = (
    ("青山镇", "青山镇"),
    ("青山镇二", "青山镇"),
    ("青山镇三", "青山镇"),
    ("白水镇", "白水镇"),
    ("黑石镇", "黑石镇"),
)
"""Name and scope of what the county enrolled: three laptops of one township, two more townships."""


@dataclass(frozen=True)
class Template:
    """Enrolled stores that every history begins with copies of, in both versions."""

    folder: Path
    keys: list[bytes]
    known: list[Known]
    entity: dict[bytes, str]
    sites: list[site.Site]

    def store(self, number: int, version: bool) -> Path:
        """The file of one site as that version of the program would have made it."""
        return self.folder / f"{number}.{'new' if version else 'old'}.db"


def make_template(folder: Path) -> Template:
    """A county, three laptops of township A (which take over one organization), B and C."""
    tell_again(0)
    newer_program.wear(OLD)
    stores = [make_county(folder)]
    for name, scope in TOWNS:
        stores.append(make_store(folder, name))
        enrol(stores[0], stores[-1], folder, scope)
    template = Template(folder, [], [], {}, [])
    for number, store in enumerate(stores):
        with store.database.write() as connection:
            site.put(connection, "home", "")
        template.keys.append(store.database.key)
        template.sites.append(store.site)
        template.known.append(_begun(store.database.read(), template.entity))
        store.close()
        shutil.copyfile(keyslots.slots_path(store.path), folder / f"{number}.keys")
        for version in (OLD, NEW):
            repaged(store.path, template.store(number, version), store.database.key)
        database = FastDatabase(template.store(number, NEW), store.database.key, print)
        with database.write() as connection:
            newer_program.upgrade(connection)
        database.close()
    return template


def _begun(connection: Connection, entities: dict[bytes, str]) -> Known:
    # Every row that is there already counts as a write its site knows of.
    known = Known()
    for entity in REGISTRY.values():
        if entity.facts:
            continue
        for (uid,) in connection.execute(f"SELECT uid FROM {entity.name}").fetchall():
            entities[uid] = entity.name
            row = rows.load(connection, entity, uid)
            assert row is not None
            for name, versions in row.versions.items():
                known.writes[uid, name] = frozenset(s.dot for s in versions.siblings)
    return known
