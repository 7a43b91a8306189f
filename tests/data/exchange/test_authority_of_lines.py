"""A line of many facts is judged as each of its facts is by itself, however it is looked at."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from app.data.exchange.authority import Authority, Reasons
from app.data.exchange.records import FactsRecord
from app.domain.declarations import entity_named
from app.domain.entity import Entity, Value
from app.domain.uid import new_uid
from app.services.exchange.applying import trial
from tests.builders import peer_at
from tests.data.exchange.lied_to import County, prepared_county
from tests.services.exchange.lying import fact, stamp

ATTENDANCE = entity_named("attendance")
LINES = 300


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with prepared_county(tmp_path_factory.mktemp("county")) as made:
        yield made


class FactByFact(Authority):
    """Looks at every fact, as if nothing could be said of a whole line."""

    def _plainly_its_own(self, entity: Entity, record: FactsRecord) -> bool:
        return False

    def _may_be_said_of(self, entity: Entity, name: str, text: Value) -> bool:
        return False


class Counted(Authority):
    """Tells how many lines were judged whole."""

    whole = 0

    def _plainly_its_own(self, entity: Entity, record: FactsRecord) -> bool:
        found = super()._plainly_its_own(entity, record)
        self.whole += found
        return found


def line(c: County, chance: random.Random) -> FactsRecord:
    """Facts most of which are honest: about one's own, in one's own name, correcting nothing."""
    assert c.liars
    assert c.others
    assert c.countys

    def mostly(usual: Any, *others: Any) -> Any:
        return chance.choice(others) if chance.random() < 0.06 else usual

    facts: list[list[Value]] = []
    for _ in range(chance.randint(1, 6)):
        session = mostly(
            chance.choice(c.liars.sessions), c.others.sessions[0], c.countys.sessions[0], new_uid()
        )
        member = mostly(c.own, c.foreign, new_uid())
        by = stamp(
            c.liar,
            site=mostly(
                c.liar.site.incarnation,
                c.other.site.incarnation,
                c.county.site.incarnation,
                new_uid().hex(),
            ),
            rank=mostly(0, 1),
        )
        uid = mostly(new_uid(), c.foreign_mark, c.countys_mark)
        old = mostly(None, c.foreign_mark, c.countys_mark, new_uid(), *facts_of(facts))
        facts += fact(c.liar, session, member, uid=uid, by=by, supersedes=old)["facts"]
    return FactsRecord("attendance", ("session", "member", "mark", "supersedes"), facts)


def facts_of(facts: list[list[Value]]) -> list[bytes]:
    return [bytes.fromhex(str(row[0])) for row in facts]


def told(answer: tuple[FactsRecord, Reasons]) -> tuple[list[list[Value]], dict[str, Any]]:
    allowed, refused = answer
    return allowed.rows, {why: record.rows for why, record in refused.items()}


@pytest.mark.parametrize("seed", range(3))
def test_a_line_is_judged_as_its_facts_are(prepared: County, seed: int) -> None:
    c, chance = prepared, random.Random(seed)
    peer = peer_at(c.county, c.liar)
    with trial(c.county) as change:
        quick, careful = Counted(peer.id, peer.scope), FactByFact(peer.id, peer.scope)
        quick.prepare(change.connection)
        careful.prepare(change.connection)
        refused = 0
        for _ in range(LINES):
            record = line(c, chance)
            wanted = told(careful.split(ATTENDANCE, record))
            assert told(quick.split(ATTENDANCE, record)) == wanted
            refused += bool(wanted[1])
    # Both kinds of lines came, so that the comparison could have failed.
    assert LINES > quick.whole > LINES // 10
    assert refused > LINES // 10


def test_people_looked_up_together_are_those_looked_up_one_by_one(prepared: County) -> None:
    c = prepared
    peer = peer_at(c.county, c.liar)
    asked = [c.own, c.foreign, new_uid()]
    with trial(c.county) as change:
        together, singly = Authority(peer.id, peer.scope), Authority(peer.id, peer.scope)
        for sender in (together, singly):
            sender.prepare(change.connection)
        assert together.reach
        assert singly.reach
        together.reach.expect(asked)
        found = [together.reach.member(uid) for uid in asked]
        assert found == [singly.reach.member(uid) for uid in asked] == [True, False, False]
