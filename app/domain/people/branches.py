"""Which organization a written name means: 中共青山镇李家村支部委员会 is 李家村党支部 of 青山镇."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.people.codes import ORGANIZATION_KINDS

DEFAULT_KIND = "党支部"
COMMITTEE_KINDS = frozenset({"党委", "党工委", "党组", ""})
"""What stands above branches; a name without a kind (青山镇) means its committee."""

_COMMITTEES = (
    ("总支部委员会", "党总支"),
    ("支部委员会", "党支部"),
    ("工作委员会", "党工委"),
    ("委员会", "党委"),
    ("党总支部", "党总支"),
)
_BARE = re.compile(r"(?<!党)(?<!联合)(总支|支部|工委)$")
_ABOVE_TOWNSHIP = re.compile(
    r"^(?:[^省市县区州旗盟]{1,8}(?:自治[区州县旗]|省|市|县|(?<!社)(?<!园)(?<!小)(?<!校)(?<!库)区|州|旗|盟))+"
)
_COMMITTEE_ABOVE = re.compile(r"^(.{2,8}?(?:镇|乡|街道))(?:党委|党工委|委员会)(?=.)")
_VILLAGE_COMMITTEE = re.compile("(?:村民|居民|村|居|社区居民)委(?:员)?会$")
_LONGEST_FIRST = sorted(ORGANIZATION_KINDS, key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class KnownOrganization:
    """An organization of this store."""

    uid: bytes
    name: str
    parent: bytes | None
    former: tuple[str, ...] = ()


def canonical(name: str) -> str:
    """The usual short form: without 中共, 委员会 as its kind, no blanks."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    plain = re.sub("^(?:中国共产党|中共)", "", plain)
    for long, short in _COMMITTEES:
        if plain.endswith(long):
            stem = plain.removesuffix(long).removesuffix("党")
            return stem + short if stem else plain
    return _BARE.sub(r"党\1", plain)


def kind_of(name: str) -> str:
    """The kind that the name ends with; empty when it names none."""
    plain = canonical(name)
    return next((kind for kind in _LONGEST_FIRST if plain.endswith(kind)), "")


@dataclass
class Branches:
    """The tree of this store, ready to be asked by name."""

    organizations: Sequence[KnownOrganization]
    _by_uid: dict[bytes, KnownOrganization] = field(init=False)
    _by_name: dict[str, set[bytes]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_uid = {known.uid: known for known in self.organizations}
        for known in self.organizations:
            for name in self._ways_to_say(known):
                self._by_name.setdefault(name, set()).add(known.uid)
        # A name that was given up means who bore it, unless another bears it now.
        borne = set(self._by_name)
        for known in self.organizations:
            for name in {
                way for former in known.former for way in self._ways_to_say(known, former)
            }:
                if name not in borne:
                    self._by_name.setdefault(name, set()).add(known.uid)

    def find(self, text: str) -> list[bytes]:
        """Every organization that the text may mean; nothing when it is unknown here."""
        exact = [known.uid for known in self.organizations if known.name == text.strip()]
        if exact:
            return exact
        short = canonical(text)
        for name in self._ways_to_mean(short):
            found = self._by_name.get(name)
            if found:
                return sorted(found)
        return []

    @staticmethod
    def _ways_to_mean(short: str) -> Iterable[str]:
        below = _ABOVE_TOWNSHIP.sub("", short)
        for said in (short, below, _COMMITTEE_ABOVE.sub(r"\1", below)):
            yield from (said, f"{said}{DEFAULT_KIND}")
        # 李家村民委员会 and 李家村委会 are the village of 李家村党支部.
        village = _VILLAGE_COMMITTEE.sub("", short)
        if village != short:
            yield from (f"{village}{word}{DEFAULT_KIND}" for word in ("村", "社区", ""))

    def name(self, uid: bytes) -> str:
        """The name of an organization; empty when it is not here."""
        known = self._by_uid.get(uid)
        return known.name if known else ""

    def is_under(self, uid: bytes, ancestor: bytes) -> bool:
        """Whether an organization stands anywhere below another."""
        known = self._by_uid.get(uid)
        for _ in range(len(self._by_uid)):
            if known is None or known.parent is None:
                return False
            if known.parent == ancestor:
                return True
            known = self._by_uid.get(known.parent)
        return False

    def short_name(self, text: str, parent: bytes | None) -> str:
        """What a new organization under `parent` is called: the parent's own name left out."""
        name = re.sub(r"\s+", "", text)
        short = canonical(name) if kind_of(name) else name
        stem = place_name(self.name(parent)) if parent else ""
        bare = short
        if stem:
            above, found, below = short.partition(stem)
            if found and _ABOVE_TOWNSHIP.sub("", above) == "":
                bare = _COMMITTEE_ABOVE.sub(r"\1", found + below).removeprefix(stem)
        return bare if len(bare) > len(kind_of(bare)) else short

    def _ways_to_say(self, known: KnownOrganization, called: str = "") -> Iterable[str]:
        own = canonical(called or known.name)
        ancestors = [place_name(above.name) for above in self._above(known)]
        bare = own
        for stem in ancestors:
            bare = bare.removeprefix(stem) or bare
        yield own
        yield bare
        whole = bare
        for stem in ancestors:
            yield stem + bare
            whole = stem + whole
            yield whole
        if kind_of(own) in ("", "党委", "党工委"):
            # 青山镇, 青山镇党委 and 中共青山镇委员会 are one committee.
            yield from (place_name(own), f"{place_name(own)}党委")

    def _above(self, known: KnownOrganization) -> list[KnownOrganization]:
        found: list[KnownOrganization] = []
        while known.parent in self._by_uid and len(found) < 8:
            known = self._by_uid[known.parent]
            found.append(known)
        return found


def place_name(name: str) -> str:
    """青山镇 for 中共青山镇委员会: the name without what kind of organization it is."""
    return canonical(name).removesuffix(kind_of(name))
