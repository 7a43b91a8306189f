"""The algebra of versions: any order, any number of times, and nothing concurrent is dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.exchange.versions import (
    GONE,
    Sibling,
    Versions,
    ancestor,
    canonical,
    decode,
    dropped,
    encode,
    joined,
    single,
    written,
)

SITES = "abc"
acts = st.lists(
    st.tuples(
        st.sampled_from(SITES),
        st.sampled_from(["write", "take a", "take b", "take c"]),
        st.sampled_from(["x", "y", None, 3]),
        st.integers(-(10**12), 10**12),
    ),
    max_size=25,
)


class History:
    """Three sites that write one field and hear of each other's versions."""

    def __init__(self, made: list[tuple[str, str, object, int]]) -> None:
        self.at: dict[str, Versions | None] = dict.fromkeys(SITES)
        self.seen: dict[str, set[tuple[str, int]]] = {site: set() for site in SITES}
        self.over: dict[tuple[str, int], set[tuple[str, int]]] = {}
        self.count = dict.fromkeys(SITES, 0)
        self.ever: list[Sibling] = []
        for site, act, value, clock in made:
            if act == "write":
                self.write(site, value, clock)
            else:
                other = act[-1]
                self.at[site] = joined(self.at[site], self.at[other])
                self.seen[site] |= self.seen[other]

    def write(self, site: str, value: object, clock: int) -> None:
        self.count[site] += 1
        n = self.count[site]
        sibling = Sibling(site, n, clock, 0, "", value)  # type: ignore[arg-type]
        self.at[site] = written(self.at[site], sibling)
        self.over[site, n] = set(self.seen[site])
        self.seen[site].add((site, n))
        self.ever += self.at[site].siblings  # type: ignore[union-attr]

    def alive(self, sites: str = SITES) -> set[tuple[str, int]]:
        """What is superseded by nothing that these sites know of."""
        seen = set().union(*(self.seen[site] for site in sites))
        return seen - set().union(*(self.over[dot] for dot in seen))


def dots(versions: Versions | None) -> set[tuple[str, int]]:
    return {s.dot for s in versions.siblings} if versions else set()


@given(acts)
def test_join_is_commutative_associative_and_idempotent(
    made: list[tuple[str, str, object, int]],
) -> None:
    a, b, c = History(made).at.values()
    assert joined(a, b) == joined(b, a)
    assert joined(joined(a, b), c) == joined(a, joined(b, c))
    assert joined(a, a) == a
    assert joined(joined(a, b), b) == joined(a, b)


@given(acts)
def test_what_survives_is_exactly_what_nobody_superseded(
    made: list[tuple[str, str, object, int]],
) -> None:
    history = History(made)
    a, b, c = history.at.values()
    for site in SITES:
        assert dots(history.at[site]) == history.alive(site)
    assert dots(joined(joined(a, b), c)) == history.alive()


@given(acts)
def test_a_write_supersedes_all_its_writer_saw(made: list[tuple[str, str, object, int]]) -> None:
    history = History(made)
    history.write("a", "last", 0)
    versions = history.at["a"]
    assert versions is not None
    assert [s.value for s in versions.siblings] == ["last"]
    assert not versions.open


@given(acts)
def test_versions_are_read_back_as_it_was_written(
    made: list[tuple[str, str, object, int]],
) -> None:
    for versions in History(made).at.values():
        if versions is not None:
            assert decode(encode(versions)) == versions
            assert encode(decode(encode(versions))) == encode(versions)


@given(acts)
def test_the_last_common_value_was_seen_by_every_surviving_writer(
    made: list[tuple[str, str, object, int]],
) -> None:
    history = History(made)
    a, b, c = history.at.values()
    versions = joined(joined(a, b), c)
    if versions is None:
        return
    old = [s for s in history.ever if s.dot not in dots(versions)]
    common = [s for s in old if all(s.dot in history.over[d] for d in dots(versions))]
    found = ancestor(versions, old)
    assert (found is None) == (not common)
    if found is not None:
        assert found.dot in {s.dot for s in common}


def test_the_clock_decides_only_what_is_shown() -> None:
    start = single(Sibling("a", 1, 1000, 0, "", "x"))
    behind = written(start, Sibling("a", 2, -(10**12), 0, "", "later"))
    assert behind.shown.value == "later"
    assert behind.shown.clock == 1001
    both = joined(behind, written(start, Sibling("b", 1, 10**12, 0, "", "other")))
    assert both is not None
    assert both.open
    assert {s.value for s in both.siblings} == {"later", "other"}


def test_the_county_is_shown_first() -> None:
    start = single(Sibling("a", 1, 0, 0, "", "x"))
    county = written(start, Sibling("c", 1, 5, 1, "", "县"))
    both = joined(county, written(start, Sibling("a", 2, 10**12, 0, "", "乡")))
    assert both is not None
    assert both.shown.value == "县"


def test_equal_values_need_no_decision() -> None:
    both = joined(single(Sibling("a", 1, 0, 0, "", 4.0)), single(Sibling("b", 1, 0, 0, "", 4)))
    assert both is not None
    assert not both.open
    assert canonical(4.0) == canonical(4)
    assert canonical(b"\x01") == canonical("01")


def test_two_removals_agree_whatever_each_had_seen() -> None:
    both = joined(
        single(Sibling("a", 1, 0, 0, "", "a:1")), single(Sibling("b", 1, 0, 0, "", "a:1,b:4"))
    )
    assert both is not None
    assert both.open
    assert not both.undecided(GONE)
    kept = joined(both, single(Sibling("c", 1, 0, 0, "", "")))
    assert kept is not None
    assert kept.undecided(GONE)


def test_two_values_under_one_write_end_as_one() -> None:
    a, b = (single(Sibling("a", 1, 0, 0, "", value)) for value in ("x", "y"))
    assert joined(a, b) == joined(b, a)


def test_dropped_names_what_went() -> None:
    before = single(Sibling("a", 1, 0, 0, "", "x"))
    after = written(before, Sibling("a", 2, 0, 0, "", "y"))
    assert [s.value for s in dropped(before, after)] == ["x"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[{},[]]",
        '[{"a":1},[]]',
        '[{"a":1},[["a",1,0,0,"",{"x":1},{}]]]',
        '[{"a":1},[["a","1",0,0,"","x",{}]]]',
        '[{"a":1},[["a",1,0,0,"","x"]]]',
        '[{"a":1},[["a",2,0,0,"","x",{}]]]',
        '[{"a":"?"},[["a",1,0,0,"","x",{}]]]',
    ],
)
def test_damaged_versions_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        decode(text)
