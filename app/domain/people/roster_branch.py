"""Which branch the people of a roster line belong to, and what to do when it is not known."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.domain.people.branches import COMMITTEE_KINDS, DEFAULT_KIND, Branches, kind_of
from app.domain.people.roster_context import village_in
from app.domain.people.roster_file import RosterRow, RosterSheet
from app.domain.people.section_marks import without_numbering
from app.domain.uid import Uid, new_uid


@dataclass(frozen=True, slots=True)
class NewBranch:
    """A branch that the import would create; its identity is fixed by the plan."""

    uid: Uid
    name: str
    kind: str
    parent: bytes


@dataclass(frozen=True, slots=True)
class UnknownBranch:
    """A branch that only the file names: how many lines need it, and what was decided."""

    name: str
    written: str
    people: int
    answer: bytes | None = None
    """One of ours; empty while it is to be made new or nothing is decided."""
    is_new: bool = False
    called: str = ""
    """What it will be called, where it is made."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person goes: `uid`, or nowhere new (both empty), or a refusal."""

    uid: bytes | None = None
    refusal: str = ""
    asked: str = ""
    """The unknown branch it rests on."""
    by_title: bool = False
    """Whether only a title says so, and it names no branch but what stands above."""


_NOWHERE = Place(refusal="没有写明所在党支部：请在表中加“所在党支部”一列，或导入时选定党组织")


@dataclass
class BranchChoice:
    """The column decides; else the line above, the option, the title; unknown ones are named."""

    branches: Branches
    option: bytes | None
    root: bytes
    create: bool
    option_name: str = ""
    answers: Mapping[str, bytes | None] = field(default_factory=dict)
    """Unknown branch to one of ours, or to nothing: then it is made."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Unknown branch to what it is called when it is made."""
    unknown: dict[str, str] = field(default_factory=dict)
    """Every unknown branch, with a way it was written."""
    people: Counter[str] = field(default_factory=Counter)
    by_title: Counter[bytes] = field(default_factory=Counter)
    created: dict[str, NewBranch] = field(default_factory=dict)
    """By the name in the file; two names in it may be one branch."""
    _ours: dict[str, bytes] = field(default_factory=dict)
    """Those that bear the name of one of ours after all."""
    _cells: dict[tuple[str, bool], Place] = field(default_factory=dict)
    """By what the column says: thousands stand in one branch."""
    _written: dict[str, Place] = field(default_factory=dict)
    _sheets: dict[int, Place] = field(default_factory=dict)

    def decide(self, sheet: RosterSheet, row: RosterRow, now: bytes | None) -> Place:
        """Where the person of this line belongs; `now` is where a known person is."""
        written = row.cells.get("organization")
        if isinstance(written, str) and written.strip():
            return self._counted(self._of_cell(written, villages=sheet.villages))
        place = self._counted(self._named(row.branch) if row.branch else self._of_sheet(sheet))
        if now is not None and (place is _NOWHERE or self._holds(place, now)):
            # Nothing in the line says that the person has left the branch they are in.
            return Place()
        return place

    @property
    def questions(self) -> list[UnknownBranch]:
        """The branches to be decided one by one, in the order of the file."""
        return [
            UnknownBranch(
                name,
                written,
                self.people[name],
                self._ours.get(name) or self.answers.get(name, self.answers.get(written)),
                name in self.created,
                self.created[name].name if name in self.created else "",
            )
            for name, written in self.unknown.items()
        ]

    @property
    def new(self) -> list[NewBranch]:
        """The branches to be made, each once."""
        return list(dict.fromkeys(self.created.values()))

    @property
    def remarks(self) -> list[str]:
        """What was decided for want of better."""
        return [
            f"没有写明党支部：{count:,} 人按标题归入“{self.branches.name(uid)}”，请核对"
            for uid, count in self.by_title.items()
        ]

    def _counted(self, place: Place) -> Place:
        if place.by_title and place.uid is not None:
            self.by_title[place.uid] += 1
        if place.asked:
            self.people[place.asked] += 1
        return place

    def _holds(self, place: Place, now: bytes) -> bool:
        named = place.uid
        return named is not None and (now == named or self.branches.is_under(now, named))

    def _of_cell(self, written: str, *, villages: bool) -> Place:
        found = self._cells.get((written, villages))
        if found is None:
            bare = without_numbering(written)
            found = self._named(_of_village(bare) if villages else bare)
            self._cells[written, villages] = found
        return found

    def _of_sheet(self, sheet: RosterSheet) -> Place:
        found = self._sheets.get(id(sheet))
        if found is None:
            found = self._sheets[id(sheet)] = self._by_hints(sheet)
        return found

    def _by_hints(self, sheet: RosterSheet) -> Place:
        explicit = [hint for hint in sheet.branch_hints if kind_of(hint) not in COMMITTEE_KINDS]
        for hint in explicit:
            if self.branches.find(hint):
                return self._named(hint)
        if explicit and not self._option_is_branch():
            return self._named(explicit[0])
        if self.option is not None:
            return Place(self.option)
        if self.option_name:
            return self._named(self.option_name)
        for hint in sheet.branch_hints:
            if len(self.branches.find(hint)) == 1:
                found = self._named(hint)
                named = self.branches.name(found.uid or b"")
                return replace(found, by_title=kind_of(named) in COMMITTEE_KINDS)
        return _NOWHERE

    def _option_is_branch(self) -> bool:
        # Who names a branch means it, whatever an unknown title line says.
        name = self.option_name if self.option is None else self.branches.name(self.option)
        return bool(name) and kind_of(name) not in COMMITTEE_KINDS

    def _named(self, text: str) -> Place:
        place = self._written.get(text)
        if place is None:
            place = self._written[text] = self._look_up(text)
        return place

    def _look_up(self, text: str) -> Place:
        found = self.branches.find(text)
        if len(found) == 1:
            return Place(found[0])
        if found:
            return Place(refusal=f"名为“{text}”的党组织有 {len(found)} 个，请在表中写全称")
        parent = self.option or self.root
        name = self.branches.short_name(village_in(text) or text, parent)
        self.unknown.setdefault(name, text)
        key = name if name in self.answers else text
        ours = self.answers.get(key)
        if ours is not None:
            return Place(ours, asked=name)
        if not self.create and key not in self.answers:
            return Place(
                refusal=f"本机没有党组织“{name}”：请先建立，或导入时选择新建、或选定是本机的哪一个",
                asked=name,
            )
        return self._made(name, self.names.get(key, ""), parent)

    def _made(self, name: str, called: str, parent: bytes) -> Place:
        """A branch of its own, by the name in the file or the one it was given instead."""
        found = self.branches.find(called) if called else []
        if len(found) > 1:
            return Place(refusal=f"名为“{called}”的党组织有 {len(found)} 个，请选定", asked=name)
        if found:
            self._ours[name] = found[0]
            return Place(found[0], asked=name)
        final = called or name
        alike = (made for made in self.created.values() if made.name == final)
        branch = self.created.get(name) or next(alike, None)
        if branch is None:
            branch = NewBranch(new_uid(), final, kind_of(final) or DEFAULT_KIND, parent)
        self.created[name] = branch
        return Place(branch.uid, asked=name)


def _of_village(text: str) -> str:
    """李家村 in a column of villages is its branch."""
    return text if kind_of(text) else f"{text}{DEFAULT_KIND}"
