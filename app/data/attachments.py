"""Contents of 附件 by digest: kept while a row names them, sent when somebody chose to."""

import base64
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from app.data.clock import now_text
from app.data.database import Connection
from app.data.exchange.records import Line
from app.domain.attachments import digest_of, digests_in
from app.domain.declarations import ENTITIES
from app.domain.entity import Entity, Kind

TRAVELS = "attachment_content"
"""How packages call a piece of content. It is a row of no declared table: programs that do not know
it carry it like every row of newer ones, and take it in when they come to know it."""
_PIECE = 480_000
"""Bytes in one line of a package, which may have a megabyte of text."""


@cache
def holding() -> Mapping[Entity, tuple[str, ...]]:
    """The fields that name attachments, by table."""
    named = {
        entity: tuple(f.name for f in entity.fields if f.kind is Kind.ATTACHMENT)
        for entity in ENTITIES
    }
    return {entity: fields for entity, fields in named.items() if fields}


def put(connection: Connection, content: bytes) -> str:
    """Keep content; its digest. What was put and never named by a row is let go."""
    digest = digest_of(content)
    drop_unnamed(connection, before=now_text()[:10])
    connection.execute(
        "INSERT OR REPLACE INTO attachment(digest, content, added) VALUES (?, ?, ?)",
        (digest, content, now_text()),
    )
    return digest


def content_of(connection: Connection, digest: str) -> bytes | None:
    """The content, None where it did not come along."""
    found = connection.execute("SELECT content FROM attachment WHERE digest = ?", (digest,))
    row = found.fetchone()
    return None if row is None else bytes(row[0])


def shown(connection: Connection) -> set[str]:
    """The digests that rows in use name."""
    found: set[str] = set()
    for entity, fields in holding().items():
        for name in fields:
            sql = f"SELECT {name} FROM {entity.name} WHERE {name} IS NOT NULL AND gone = 0"  # noqa: S608
            found.update(*(digests_in(row[0]) for row in connection.execute(sql)))
    return found


def _named(connection: Connection) -> set[str]:
    """The digests that any row names, in whatever version of a field: an undo brings it back."""
    found: set[str] = set()
    for entity, fields in holding().items():
        for name in fields:
            asked = (
                (f"SELECT {name} FROM {entity.name} WHERE {name} IS NOT NULL", ()),  # noqa: S608
                ("SELECT state FROM register WHERE entity = ? AND field = ?", (entity.name, name)),
                ("SELECT value FROM superseded WHERE field = ? AND value IS NOT NULL", (name,)),
            )
            for sql, bound in asked:
                found.update(*(digests_in(str(row[0])) for row in connection.execute(sql, bound)))
    return found


def drop_unnamed(connection: Connection, before: str = "9") -> int:
    """Let go of content that no row names, put `before` a day; how many pieces."""
    kept = connection.execute("SELECT digest FROM attachment WHERE added < ?", (before,)).fetchall()
    if not kept:
        return 0
    gone = {row[0] for row in kept} - _named(connection)
    connection.executemany("DELETE FROM attachment WHERE digest = ?", [(one,) for one in gone])
    return len(gone)


# What is wrong, and what is merely not here


def problems(connection: Connection) -> list[str]:
    """Content that is not what was attached."""
    wrong = sum(
        digest_of(bytes(content)) != digest
        for digest, content in connection.execute("SELECT digest, content FROM attachment")
    )
    return [f"{wrong} 个附件的内容和登记时不一样"] if wrong else []


def missing(connection: Connection) -> int:
    """How many attachments rows name whose content did not come along."""
    here = {row[0] for row in connection.execute("SELECT digest FROM attachment")}
    return len(shown(connection) - here)


# On the way


def lines(connection: Connection, where: Mapping[Entity, str]) -> Iterator[Line]:
    """Every content that rows within these conditions name, in pieces; in the name of a row."""
    sent: set[str] = set()
    for entity, condition in where.items():
        for name in holding().get(entity, ()):
            found = connection.execute(
                f"SELECT t.{name}, i.key, t.n, t.clock, t.rank, t.operator "  # noqa: S608
                f"FROM {entity.name} t JOIN incarnation i ON i.id = t.site "
                f"WHERE t.{name} IS NOT NULL AND t.gone = 0 AND {condition}"
            ).fetchall()
            for text, *stamp in found:
                for digest in sorted(digests_in(text) - sent):
                    sent.add(digest)
                    yield from _pieces(digest, content_of(connection, digest), stamp)


def _pieces(digest: str, content: bytes | None, stamp: list[object]) -> Iterator[Line]:
    starts = range(0, len(content or b""), _PIECE)
    for number, start in enumerate(starts):
        piece = base64.b64encode((content or b"")[start : start + _PIECE]).decode()
        said = {"digest": digest, "piece": number, "pieces": len(starts), "content": piece}
        uid = digest_of(f"{digest} {number}".encode())[:32]
        yield {"table": TRAVELS, "uid": uid, "by": tuple(stamp), "is": said}


def take_in(connection: Connection) -> int:
    """Take over what packages brought: whole, unchanged, and named by a row here; how many."""
    carried = connection.execute(
        "SELECT uid, record FROM carried WHERE entity = ?", (TRAVELS,)
    ).fetchall()
    if not carried:
        return 0
    pieces: dict[str, dict[int, tuple[bytes, Line]]] = defaultdict(dict)
    for uid, text in carried:
        said = json.loads(text)["is"]
        pieces[str(said["digest"])][int(said["piece"])] = (uid, said)
    named, taken = shown(connection), 0
    for digest, found in pieces.items():
        if len(found) < int(next(iter(found.values()))[1]["pieces"]):
            continue
        content = b"".join(base64.b64decode(str(found[n][1]["content"])) for n in sorted(found))
        connection.executemany(
            "DELETE FROM carried WHERE uid = ?", [(u,) for u, _ in found.values()]
        )
        if digest in named and digest_of(content) == digest:
            connection.execute(
                "INSERT OR IGNORE INTO attachment(digest, content, added) VALUES (?, ?, ?)",
                (digest, content, now_text()),
            )
            taken += 1
    return taken
