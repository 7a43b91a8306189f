"""What an organization is called where two could be meant: 青山镇李家村党支部."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.people.branches import place_name

_MOST_LEVELS = 8
_BRANCH_ENDINGS = ("总支", "支部", "党小组")


@dataclass(frozen=True, slots=True)
class Placed:
    """An organization and the one above it."""

    uid: bytes
    name: str
    kind: str
    parent: bytes | None

    @property
    def is_place(self) -> bool:
        """Whether people say where a branch is by this one: a township's or a bureau's 党委."""
        return not self.kind.endswith(_BRANCH_ENDINGS)


def organization_titles(known: Iterable[Placed], root: bytes | None) -> dict[bytes, str]:
    """Every organization by the name that tells it from all others, as seen from `root`.

    The nearest 党委 or 党工委 below `root` stands before a branch; where that leaves two alike,
    what lies between comes in step by step. What is one's own is noise and left out.
    """
    by_uid = {one.uid: one for one in known}
    above = {uid: _above(by_uid, one, root) for uid, one in by_uid.items()}
    own = place_name(by_uid[root].name) if root in by_uid else ""
    joined = _Joining(own, {})
    shown: dict[bytes, set[bytes]] = {}
    for uid, one in by_uid.items():
        place = next((near.uid for near in above[uid] if near.is_place), None)
        shown[uid] = {place} if place is not None and not one.is_place else set()
    titles = {uid: joined.title(one, above[uid], shown[uid]) for uid, one in by_uid.items()}
    for _ in range(_MOST_LEVELS):
        longer = _told_apart(titles, above, shown)
        if not longer:
            break
        for uid in longer:
            titles[uid] = joined.title(by_uid[uid], above[uid], shown[uid])
    return titles


def _above(by_uid: Mapping[bytes, Placed], one: Placed, root: bytes | None) -> list[Placed]:
    """What stands between an organization and `root`, nearest first; ends where a circle closes."""
    found: list[Placed] = []
    here = by_uid.get(one.parent) if one.parent is not None else None
    while here is not None and here.uid != root and here not in found and here is not one:
        if root is None and here.parent is None:
            break
        found.append(here)
        here = by_uid.get(here.parent) if here.parent is not None else None
    return found if one.uid != root else []


def _told_apart(
    titles: Mapping[bytes, str],
    above: Mapping[bytes, list[Placed]],
    shown: Mapping[bytes, set[bytes]],
) -> list[bytes]:
    """Take one more organization in for those still called alike; returns whose title changes."""
    alike: dict[str, list[bytes]] = {}
    for uid, title in titles.items():
        alike.setdefault(title, []).append(uid)
    changed = []
    for uids in alike.values():
        for uid in uids if len(uids) > 1 else ():
            more = next((near.uid for near in above[uid] if near.uid not in shown[uid]), None)
            if more is not None:
                shown[uid].add(more)
                changed.append(uid)
    return changed


@dataclass(frozen=True, slots=True)
class _Joining:
    """Puts places before names; `own` is the place of whoever reads the paper."""

    own: str
    places: dict[bytes, str]

    def title(self, one: Placed, above: list[Placed], shown: set[bytes]) -> str:
        title = one.name
        for near in above:
            if near.uid in shown:
                if near.uid not in self.places:
                    self.places[near.uid] = place_name(near.name) if near.is_place else near.name
                title = self._with(self.places[near.uid], title)
        return title

    def _with(self, place: str, title: str) -> str:
        """The place before the title, unless the title says it already; after the party's name and
        after the county's where a full name begins with them."""
        if not place or place in title:
            return title
        begun = next((p for p in ("中国共产党", "中共") if title.startswith(p)), "")
        if begun and self.own and title.startswith(f"{begun}{self.own}"):
            begun += self.own
        return f"{begun}{place}{title.removeprefix(begun)}"
