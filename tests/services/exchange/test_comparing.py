"""Equal numbers do not prove equal content: what a disk changed behind our back shows (F70)."""

from collections.abc import Iterable, Mapping

import pytest

from app.data import digest
from app.data import site as here
from app.data.database import Connection
from app.domain.declarations import entity_named
from app.services.exchange import receiving
from app.services.exchange.receiving import PackageView
from tests.builders import Pair, change_member, make_class, make_member, package_file, value_of


def trip(pair: Pair, *, up: bool) -> PackageView:
    """A package and its receipt; returns what the receipt said."""
    sender, receiver = pair.township, pair.county
    if not up:
        sender, receiver = receiver, sender
    view = receiving.receive_package(receiver, package_file(sender, receiver, pair.folder))
    assert view.receipt is not None
    return receiving.receive_package(sender, view.receipt)


@pytest.mark.parametrize("up", [True, False])
def test_equal_content_says_nothing(pair: Pair, up: bool) -> None:
    member = make_member(pair.township)
    pair.settle()
    change_member(pair.county, member, phone="1")
    change_member(pair.township, member, education="大学")
    for _ in range(3):
        assert trip(pair, up=up).notice is None
        assert trip(pair, up=not up).notice is None


@pytest.mark.parametrize("older", ["county", "township"])
def test_an_older_program_on_the_other_side_is_no_difference(
    pair: Pair, older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It knows only the fields of its day, and compares what it knows."""
    make_class(pair.township, [make_member(pair.township)])
    pair.settle()
    with pair.township.change("证件号") as change:
        [uid] = change.connection.execute("SELECT uid FROM training_class").fetchone()
        change.update(entity_named("training_class"), uid, {"certificate_id_number": "完整"})
    pair.settle()
    site = getattr(pair, older).site.uid
    true = digest.comparable

    def of_its_day(connection: Connection, roots: Iterable[bytes]) -> Mapping[str, str]:
        found = true(connection, roots)
        if here.current(connection).uid != site:
            return found
        return {name: hexadecimal for name, hexadecimal in found.items() if "@" not in name}

    monkeypatch.setattr(digest, "comparable", of_its_day)
    pair.county.database.read().execute(
        "UPDATE training_class SET certificate_id_number = NULL"
    )  # what an older county cannot hold
    for _ in range(3):
        assert trip(pair, up=True).notice is None
        assert trip(pair, up=False).notice is None


def test_two_programs_of_today_compare_every_field(pair: Pair) -> None:
    make_class(pair.township, [make_member(pair.township)])
    pair.settle()
    pair.county.database.read().execute("UPDATE training_class SET certificate_id_number = '完整'")
    said = trip(pair, up=True)
    assert said.differing == ("培训班",)


@pytest.mark.parametrize("up", [True, False])
def test_a_silent_change_is_noticed_and_repaired(pair: Pair, up: bool) -> None:
    member = make_member(pair.township, workplace="原来的")
    pair.settle()
    pair.county.database.read().execute("UPDATE member SET workplace = 'bit rot'")
    said = trip(pair, up=up)
    assert said.notice is not None
    assert said.notice.code == "E-209"
    assert said.differing == ("党员",)
    for _ in range(2):
        trip(pair, up=up)
        trip(pair, up=not up)
    assert trip(pair, up=up).notice is None
    root = pair.township.site.organization
    here, there = (digest.digests(s.database.read(), [root]) for s in (pair.county, pair.township))
    assert here == there
    assert value_of(pair.county, "member", member, "workplace") == value_of(
        pair.township, "member", member, "workplace"
    )
