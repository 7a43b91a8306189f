"""Dated rows of people: what stands beside a post, and what is still open when somebody leaves."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from app.data.database import Connection
from app.data.queries.members import PostRow, posts_of
from app.data.queries.organization_titles import OrganizationTitles
from app.domain.entity import Value
from app.domain.people.dated_rows import HeldBy, in_force, overlapping
from app.domain.people.membership import NORMAL


@dataclass(frozen=True, slots=True)
class Beside:
    """A post that runs beside another one; `status` where its holder has left."""

    name: str
    organization: str
    title: str
    from_on: str
    status: str


def beside(connection: Connection, uid: bytes) -> list[Beside]:
    """The posts of the same kind in the same organization that run beside this one."""
    rows = connection.execute(
        "SELECT o.uid, m.uid, m.name, o.title, o.from_on, o.to_on, o.organization, m.status "
        "FROM post p JOIN post o ON o.organization = p.organization AND o.title = p.title "
        "JOIN member m ON m.uid = o.member AND m.gone = 0 "
        "WHERE p.uid = ? AND o.gone = 0 ORDER BY o.id",
        (uid,),
    ).fetchall()
    held = {row[0]: HeldBy(*row[1:6]) for row in rows}
    own = held.pop(uid, None)
    if own is None:
        return []
    found = overlapping(own, list(held.values()))
    titles = OrganizationTitles(connection)
    return [
        Beside(name, titles.of(place), title, from_on or "", "" if status == NORMAL else status)
        for other, _member, name, title, from_on, _to_on, place, status in rows
        if other != uid and held[other] in found
    ]


@dataclass(frozen=True, slots=True)
class OpenPost:
    """A post that somebody still holds."""

    uid: bytes
    organization: bytes
    words: str


def open_posts(
    connection: Connection, member: bytes, day: datetime.date, organization: bytes | None = None
) -> list[OpenPost]:
    """What somebody holds beyond a day, anywhere or in one organization."""
    return [
        OpenPost(post.uid, post.organization, _words(post))
        for post in posts_of(connection, member)
        if in_force(post.to_on, day) and organization in (None, post.organization)
    ]


def holders_where_they_leave(
    connection: Connection, leaving: Iterable[tuple[bytes, Value]], day: datetime.date
) -> int:
    """How many of these people hold a post in the organization beside them beyond a day."""
    sql = (
        "SELECT 1 FROM post WHERE member = ? AND organization = ? AND gone = 0 "
        "AND (to_on IS NULL OR to_on > substr(?, 1, length(to_on))) LIMIT 1"
    )
    return sum(
        connection.execute(sql, (uid, place, day.isoformat())).fetchone() is not None
        for uid, place in leaving
    )


def _words(post: PostRow) -> str:
    since = f"{post.from_on} 起" if post.from_on else ""
    until = f"至 {post.to_on}" if post.to_on else ""
    dates = "，".join(words for words in (since, until) if words)
    return f"{post.organization_name}{post.title}" + (f"（{dates}）" if dates else "")
