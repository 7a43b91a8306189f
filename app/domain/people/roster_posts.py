"""The posts that a roster line gives a person: which are new, which are known, which are asked."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.entity import Value
from app.domain.errors import InvalidInput
from app.domain.field_values import as_text
from app.domain.known_days import agrees, earliest, latest
from app.domain.partial_date import partial_date
from app.domain.people.branches import COMMITTEE_KINDS, Branches, KnownOrganization, kind_of
from app.domain.people.dated_rows import in_force
from app.domain.people.loose_dates import DateHints, loose_date, zero_may_be_lost
from app.domain.people.roster_file import CellValue
from app.domain.people.roster_headers import POST_FROM, POST_TITLE
from app.domain.people.written_posts import (
    BRANCH,
    COMMITTEE,
    GENERAL_BRANCH,
    WrittenPost,
    written_posts,
    written_span,
)

_KINDS = {GENERAL_BRANCH: frozenset({"党总支"}), COMMITTEE: COMMITTEE_KINDS}


@dataclass(frozen=True, slots=True)
class KnownPost:
    """A post of the store."""

    uid: bytes
    organization: bytes
    title: str
    from_on: str | None
    to_on: str | None


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A post to be written: a new one (`uid` None), or dates that were missing."""

    uid: bytes | None
    title: str
    before: Mapping[str, Value]
    after: Mapping[str, Value]


@dataclass(slots=True)
class LinePosts:
    """What comes of the post cells of one line."""

    planned: list[PlannedPost] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass
class PostReader:
    """Reads the post cells; `known` is by person."""

    branches: Branches
    known: Mapping[bytes, Sequence[KnownPost]]
    today: datetime.date
    _by_uid: dict[bytes, KnownOrganization] = field(init=False)

    def __post_init__(self) -> None:
        self._by_uid = {made.uid: made for made in self.branches.organizations}

    def read(
        self,
        cells: Mapping[str, CellValue],
        branch: bytes,
        new_branch: str,
        member: bytes | None,
        *,
        plain_text: bool = False,
    ) -> LinePosts:
        """The posts of one person of `branch`; `new_branch` is its name when it is made now."""
        made = LinePosts()
        raw = cells.get(POST_TITLE)
        if raw is None or not as_text(raw).strip():
            return made
        found = written_posts(as_text(raw))
        made.left += found.left
        if found.left:
            listed = "、".join(found.left)
            made.remarks.append(
                (POST_TITLE, f"“{listed}”不是党内职务或已不担任，没有登记，原文记在备注里")
            )
        for words in found.assumed:
            made.left.append(words)
            made.remarks.append((POST_TITLE, f"“{words}”按“委员”登记，原文记在备注里，请核对"))
        since = self._since(cells.get(POST_FROM), found.posts, made, plain_text=plain_text)
        mine = self.known.get(member, ()) if member is not None else ()
        for post in found.posts:
            self._place(made, post, since, branch, new_branch, mine)
        return made

    def _since(
        self, raw: CellValue, posts: Sequence[WrittenPost], made: LinePosts, *, plain_text: bool
    ) -> tuple[str, str]:
        text = as_text(raw).strip()
        if raw is None or not text or text in ("无", "/", "-") or not posts:
            return "", ""
        unsure = (plain_text or isinstance(raw, float)) and zero_may_be_lost(text)
        found = None if unsure else self._span(raw, text)
        if found is not None:
            return found
        why = "分不清是 1 月还是 10 月" if unsure else "不是一个日期"
        made.left.append(f"任职时间 {text[:20]}")
        made.remarks.append((POST_FROM, f"任职时间“{text[:20]}”{why}，没有导入，原文记在备注里"))
        return "", ""

    def _span(self, raw: CellValue, text: str) -> tuple[str, str] | None:
        try:
            return partial_date(raw or ""), ""
        except InvalidInput:
            span = written_span(text)
        if span is None:
            loose = loose_date("from_on", text, DateHints(self.today))
            return (loose[0], "") if loose else None
        return span

    def _place(
        self,
        made: LinePosts,
        post: WrittenPost,
        since: tuple[str, str],
        branch: bytes,
        new_branch: str,
        known: Sequence[KnownPost],
    ) -> None:
        organization = self._organization(post, branch, new_branch)
        if organization is None:
            whose = post.place or post.level
            made.left.append(f"{whose}{post.title}")
            made.remarks.append(
                (
                    POST_TITLE,
                    f"“{whose}{post.title}”说的是哪个党组织不能确定，没有登记，原文记在备注里；"
                    "请在“党员”里登记",
                )
            )
            return
        from_on, to_on = (post.from_on, post.to_on) if post.from_on else since
        if from_on and earliest(from_on) > self.today:
            made.remarks.append((POST_TITLE, f"任职日期 {from_on} 还没有到，日期没有导入"))
            from_on = ""
        if from_on and to_on and latest(to_on) < earliest(from_on):
            made.remarks.append(
                (POST_TITLE, f"离任日期 {to_on} 早于任职日期 {from_on}，没有登记，请核对")
            )
            return
        asked = (post.title, organization, from_on, to_on)
        planned, remark = _against_known(asked, known, self.today)
        if planned is not None:
            made.planned.append(planned)
        if remark:
            made.remarks.append((POST_TITLE, remark))

    def _organization(self, post: WrittenPost, branch: bytes, new_branch: str) -> bytes | None:
        if post.place:
            found = self.branches.find(post.place)
            if len(found) == 1:
                return found[0]
            return branch if new_branch and post.place.endswith(new_branch) else None
        if post.level in ("", BRANCH):
            # A person kept at the committee itself has no branch that "支部" could mean.
            own = self.branches.name(branch) or new_branch
            return None if post.level == BRANCH and kind_of(own) in COMMITTEE_KINDS else branch
        kinds = _KINDS[post.level]
        return next(
            (made.uid for made in self._upwards(branch) if kind_of(made.name) in kinds), None
        )

    def _upwards(self, branch: bytes) -> Iterator[KnownOrganization]:
        at = self._by_uid.get(branch)
        for _ in range(len(self._by_uid)):
            if at is None:
                return
            yield at
            at = self._by_uid.get(at.parent) if at.parent else None


def _against_known(
    asked: tuple[str, bytes, str, str], known: Sequence[KnownPost], today: datetime.date
) -> tuple[PlannedPost | None, str]:
    title, organization, from_on, to_on = asked
    same = [post for post in known if (post.title, post.organization) == (title, organization)]
    # 任期届满 may be known ahead: until then the post is held.
    held = next((post for post in same if in_force(post.to_on, today)), None)
    ended = next((post for post in same if not in_force(post.to_on, today)), None)
    if held is None and any(to_on and post.to_on and agrees(to_on, post.to_on) for post in same):
        return None, ""
    if held is not None:
        return _more_dates(held, from_on, to_on)
    if ended is not None and (not from_on or from_on < str(ended.to_on)):
        return None, f"“{title}”在本机已于 {ended.to_on} 离任，没有重新登记，请核对"
    after: dict[str, Value] = {"organization": organization, "title": title}
    after.update({name: day for name, day in (("from_on", from_on), ("to_on", to_on)) if day})
    return PlannedPost(None, title, {}, after), ""


def _more_dates(held: KnownPost, from_on: str, to_on: str) -> tuple[PlannedPost | None, str]:
    """Dates that the store lacks are filled; a date that stands there is never written over."""
    after: dict[str, Value] = {}
    if from_on and (
        not held.from_on or (agrees(held.from_on, from_on) and len(from_on) > len(held.from_on))
    ):
        after["from_on"] = from_on
    elif from_on and held.from_on and not agrees(held.from_on, from_on):
        said = f"“{held.title}”本机登记 {held.from_on} 任职，表中是 {from_on}，没有改，请核对"
        return None, said
    if to_on and held.to_on and not agrees(held.to_on, to_on):
        said = f"“{held.title}”本机登记 {held.to_on} 离任，表中是 {to_on}，没有改，请核对"
        return None, said
    if to_on and len(to_on) > len(held.to_on or ""):
        after["to_on"] = to_on
    if not after:
        return None, ""
    before: dict[str, Value] = {
        name: value for name, value in (("from_on", held.from_on), ("to_on", held.to_on))
        if name in after
    }  # fmt: skip
    return PlannedPost(held.uid, held.title, before, after), ""
