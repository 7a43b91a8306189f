"""Posts as requirements ask for them: held where and on which day, and since when without a gap."""

import datetime
from collections.abc import Sequence

from app.domain.held import Held, all_of
from app.domain.known_days import earliest, latest
from app.domain.policy.requirement import GRASSROOTS, Who
from app.domain.policy.subject import HeldPost
from app.domain.policy.window import held_on

_ONE_DAY = datetime.timedelta(days=1)


def post_held(who: Who, posts: Sequence[HeldPost], day: datetime.date) -> Held:
    """Whether one of the posts asked for is held on a day; yes when none is asked for."""
    if not who.posts:
        return Held.YES
    found = [_held(who, post, day) for post in posts if post.what in who.posts]
    for certainty in (Held.YES, Held.UNCERTAIN):
        if certainty in found:
            return certainty
    return Held.NO


def _held(who: Who, post: HeldPost, day: datetime.date) -> Held:
    if GRASSROOTS in who.org_kinds and post.grassroots is False:
        return Held.NO
    found = [held_on(post.from_on, post.to_on, day), _there(post.dissolved_on, day)]
    if GRASSROOTS in who.org_kinds and post.grassroots is None:
        found.append(Held.UNCERTAIN)
    return all_of(*found)


def _there(dissolved_on: str | None, day: datetime.date) -> Held:
    """A dissolved organization has no 书记 from that day on."""
    if dissolved_on is None or earliest(dissolved_on) > day:
        return Held.YES
    return Held.NO if latest(dissolved_on) <= day else Held.UNCERTAIN


def holding(who: Who, posts: Sequence[HeldPost], day: datetime.date) -> list[HeldPost]:
    """The posts asked for that are held on a day."""
    return [p for p in posts if p.what in who.posts and _held(who, p, day) is Held.YES]


def new_in_post(who: Who, posts: Sequence[HeldPost], day: datetime.date) -> bool:
    """Whether somebody who holds the post has held it for less than the months asked for; a
    change from one branch to another without a gap does not begin anew."""
    if not who.in_post_months:
        return False
    since = _since(who, posts, day)
    return since is not None and since > _months_before(day, who.in_post_months)


def _since(who: Who, posts: Sequence[HeldPost], day: datetime.date) -> datetime.date | None:
    """The first day of the present service; None when it began nobody knows when, long ago."""
    asked = [p for p in posts if p.what in who.posts and _place_fits(who, p)]
    # Known to the month only, a service surely began by its end and perhaps on its first day.
    surely = perhaps = day + _ONE_DAY
    while True:
        before = [p for p in asked if _reaches(p, surely, perhaps - _ONE_DAY)]
        if not before:
            return surely
        starts = [post.from_on for post in before if post.from_on is not None]
        if len(starts) < len(before):
            return None
        surely = min(latest(start) for start in starts)
        perhaps = min(earliest(start) for start in starts)


def _reaches(post: HeldPost, began: datetime.date, day: datetime.date) -> bool:
    """Whether a post began before another and lasted to the day before it."""
    return (
        (post.from_on is None or latest(post.from_on) < began)
        and (post.to_on is None or latest(post.to_on) >= day)
        and _there(post.dissolved_on, day) is not Held.NO
    )


def _place_fits(who: Who, post: HeldPost) -> bool:
    return GRASSROOTS not in who.org_kinds or post.grassroots is not False


def _months_before(day: datetime.date, months: int) -> datetime.date:
    """The day from which on somebody has so many months behind him at the end of a day."""
    following = day + _ONE_DAY
    year, month = divmod(following.year * 12 + following.month - 1 - months, 12)
    last = 28 if following.day > 28 else following.day
    return datetime.date(year, month + 1, last)
