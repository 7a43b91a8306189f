"""Every declared kind of row when a received package is taken back: the county is as it was before,
and the township's next package brings everything again. One walk for all kinds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from app.data import keyslots
from app.domain.entity import Entity, Scope, Value
from app.services.exchange import restore_points
from tests.builders import Pair, make_pair
from tests.declaring import declared
from tests.every_entity import EVERY, EVERYTHING, make_place, make_tables, read, row_of, write
from tests.services.exchange.every_entity_sites import travels_up

KINDS = pytest.mark.parametrize("about", EVERY, ids=lambda about: about.name)
Rows = Mapping[str, dict[str, Value] | None]


@dataclass(frozen=True)
class Walked:
    """The new row of each kind: as the county had it at each step, and as its author has it."""

    received: Rows
    taken_back: Rows
    again: Rows
    told: Rows


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    folder = tmp_path_factory.mktemp("taken-back")
    with declared(EVERYTHING), pytest.MonkeyPatch.context() as patched:
        patched.setenv("XUEJI_HOME", str(folder / "home"))
        patched.setattr(keyslots, "MEMORY_KIB", 32)
        patched.setattr(keyslots, "PASSES", 1)
        pair = make_pair(folder)
        for store in (pair.county, pair.township):
            make_tables(store)
        place = make_place(pair.township, "甲")
        pair.settle()
        countys = [one for one in EVERY if one.scope in (Scope.BROADCAST, Scope.ROW)]
        uids = {one.name: write(pair.county, one, row_of(one, place)) for one in countys}
        pair.settle()
        for about in EVERY:
            if about not in countys:
                uids[about.name] = write(pair.township, about, row_of(about, place))
        pair.to_county()
        received = _held(pair, uids)
        point = restore_points.restore_points(pair.county)[0]
        pair.county = restore_points.take_back(pair.county, point)
        taken_back = _held(pair, uids)
        pair.to_township()  # by which the township learns that it must say it again
        pair.settle()
        told = {one.name: read(pair.township, one, uids[one.name]) for one in EVERY}
        yield Walked(received, taken_back, _held(pair, uids), told)
        pair.county.close()
        pair.township.close()


def _held(pair: Pair, uids: Mapping[str, bytes]) -> Rows:
    return {one.name: read(pair.county, one, uids[one.name]) for one in EVERY}


@KINDS
def test_gone_with_its_package_and_brought_again(walked: Walked, about: Entity) -> None:
    name = about.name
    if about.scope is Scope.LOCAL:
        assert walked.received[name] is walked.again[name] is None
    elif travels_up(about):
        assert walked.received[name] == walked.told[name] is not None
        assert walked.taken_back[name] is None
        assert walked.again[name] == walked.told[name]
    else:  # the county's own word, said before
        assert walked.received[name] == walked.taken_back[name] == walked.again[name] is not None
