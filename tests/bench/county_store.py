"""Generated people, classes and marks for measurements: a county whose one sender has it all."""

import os
from dataclasses import dataclass
from pathlib import Path

from app.data.changes import Change
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.uid import Uid
from app.services.exchange.other_process import OpenedStore, opened
from app.services.store import Store
from tests.bench.apart import Taken, again
from tests.builders import enrol, id_number, make_class, make_county, make_store

TOWNSHIPS = 20
TABLES = ("organization", "member", "training_class", "session", "enrolment", "attendance")


@dataclass(frozen=True)
class Size:
    """How much is exchanged."""

    members: int
    entries: int

    @property
    def each(self) -> int:
        """The people of one township."""
        return self.members // TOWNSHIPS

    def __str__(self) -> str:
        return f"{self.members:,} members + {self.entries:,} entries"


def wanted_size() -> Size:
    """A quick look unless `XUEJI_BENCH_SIZE=full` asks for a whole county."""
    whole = os.environ.get("XUEJI_BENCH_SIZE") == "full"
    return Size(60_000, 1_000_000) if whole else Size(12_000, 200_000)


def person(serial: int, organization: bytes) -> dict[str, Value]:
    """Somebody who does not exist."""
    return {
        "name": f"{'张王李赵刘陈'[serial % 6]}{'伟芳娜敏静丽强磊军洋'[serial % 10]}"
        f"{'国建文海'[serial % 4]}",
        "sex": "男" if serial % 2 else "女",
        "ethnicity": "汉族",
        "birth_date": "1980-01-01",
        "id_number": id_number(serial),
        "joined_on": "2005-07-01",
        "education": "大学",
        "phone": f"138{serial:08d}",
        "organization": organization,
        "workplace": "李家村村民委员会委员",
    }


def build(taken: Taken, folder: Path, size: Size) -> None:
    """A county that has nothing yet, and one sender with everything in twenty townships."""
    county, whole = make_county(folder), make_store(folder, "全部乡镇")
    enrol(county, whole, folder)
    for number in range(TOWNSHIPS):
        _township(whole, number, size)
    taken.found = {"county": opened(county), "whole": opened(whole)}
    county.close()
    whole.close()


def township_name(number: int) -> str:
    """What one of the twenty is called."""
    return f"第{number + 1}镇"


def _township(store: Store, number: int, size: Size) -> None:
    with store.change("准备") as change:
        place = _organization(change, township_name(number), store.site.organization, "党委")
        branches = [
            _organization(change, f"{township_name(number)}第{n + 1}党支部", place, "党支部")
            for n in range(20)
        ]
        people = [
            person(number * size.each + n, branches[n % len(branches)]) for n in range(size.each)
        ]
        members = change.create_many(entity_named("member"), people)
    left = size.entries // TOWNSHIPS
    days = -(-left // (2 * size.each))
    made = make_class(
        store, members, f"{township_name(number)}轮训班", days=days, organization=place
    )
    with store.change("准备") as change:
        for session in made.sessions:
            some, left = members[:left], max(0, left - len(members))
            marks: list[dict[str, Value]] = [
                {"session": session, "member": member, "mark": "出勤"} for member in some
            ]
            change.add_facts(entity_named("attendance"), marks)


def _organization(change: Change, name: str, parent: bytes, kind: str) -> Uid:
    values: dict[str, Value] = {"name": name, "parent": parent, "kind": kind}
    return change.create(entity_named("organization"), values)


def raw_inserts(taken: Taken, source: OpenedStore, folder: Path, name: str) -> None:
    """The same finished rows by one `executemany` per table into an empty store of the same kind
    with all its indexes, in one transaction: nothing that keeps the rows could be quicker."""
    with again(source) as store:
        read = store.database.read()
        found = {t: read.execute(f"SELECT * FROM {t} WHERE id > 1").fetchall() for t in TABLES}
    empty = make_store(folder, name)
    with taken.clocked("raw"), empty.database.write() as connection:
        for table, rows in found.items():
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    empty.close()
