"""A township whose program was changed: it seals validly whatever lines somebody wants."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.data import site
from app.data.database import Connection
from app.data.exchange import outgoing
from app.domain.declarations import ENTITIES
from app.domain.entity import Value
from app.services.exchange import receiving, sending
from app.services.exchange.package_view import PackageView
from app.services.store import Store
from tests.builders import peer_at

Line = dict[str, Any]
EVERYTHING = 2**52
"""A counter that claims to have seen all that an incarnation will ever write."""
LOCAL = ("id", "lseq", "via")


def row(store: Store, table: str, uid: bytes, values: Mapping[str, Value], **how: Any) -> Line:
    """A line about one row; `edited` are versions of fields, `by` its stamp."""
    made: Line = {"table": table, "uid": uid.hex(), "by": how.get("by") or stamp(store)}
    made["is"] = {k: v.hex() if isinstance(v, bytes) else v for k, v in values.items()}
    if how.get("edited"):
        made["edited"] = dict(how["edited"])
    return made


def stamp(store: Store, **other: Any) -> list[Any]:
    """The sender's own stamp, or parts of another's."""
    n = int(site.get(store.database.read(), "n") or 0) + 1
    said = {"site": store.site.incarnation, "n": n, "clock": int(time.time() * 1000)}
    said |= {"rank": 0, "operator": "张三", **other}
    return [said[name] for name in ("site", "n", "clock", "rank", "operator")]


def edited(store: Store, value: Value, *, seen: bool = False, **other: Any) -> list[Any]:
    """The versions of one field as the sender wrote it; with `seen` it claims to have seen all
    that anybody wrote."""
    site_, n, clock, rank, operator = stamp(store, **{"n": 10**6, **other})
    known = store.database.read().execute("SELECT key FROM incarnation").fetchall()
    context = {key: EVERYTHING for (key,) in known} if seen else {}
    context[site_] = max(n, context.get(site_, 0))
    plain = value.hex() if isinstance(value, bytes) else value
    return [context, [[site_, n, clock, rank, operator, plain, {}]]]


def fact(store: Store, session: bytes, member: bytes, *, uid: bytes, **more: Any) -> Line:
    """A mark, maybe in another's name, maybe in place of another."""
    old = more.get("supersedes")
    by = more.get("by") or stamp(store)
    values = [session.hex(), member.hex(), "缺勤", old.hex() if old else None]
    return {
        "table": "attendance",
        "fields": ["session", "member", "mark", "supersedes"],
        "facts": [[uid.hex(), *by, *values]],
    }


def sealed(
    sender: Store,
    receiver: Store,
    folder: Path,
    lines: Sequence[Line],
    monkeypatch: pytest.MonkeyPatch,
    manifest: Mapping[str, Any] | None = None,
) -> Path:
    """A package with exactly these lines, signed and sealed as every other."""
    target = folder / f"lie-{time.monotonic_ns()}.xjb"
    true_manifest = outgoing.manifest
    with monkeypatch.context() as patched:
        patched.setattr(outgoing, "records", lambda *_, **__: iter(lines))
        if manifest is not None:
            more = manifest
            patched.setattr(outgoing, "manifest", lambda c, d: {**true_manifest(c, d), **more})
        sending.export_package(sender, peer_at(sender, receiver), target)
    return target


def told(
    sender: Store,
    receiver: Store,
    folder: Path,
    lines: Sequence[Line],
    monkeypatch: pytest.MonkeyPatch,
    manifest: Mapping[str, Any] | None = None,
) -> PackageView:
    """The same package, received."""
    file = sealed(sender, receiver, folder, lines, monkeypatch, manifest)
    return receiving.receive_package(receiver, file)


def everything(connection: Connection) -> dict[str, list[Any]]:
    """Every synced row with its stamp, all versions and every superseded value."""
    found: dict[str, list[Any]] = {}
    for entity in ENTITIES:
        asked = connection.execute(f"SELECT * FROM {entity.name} ORDER BY uid")
        names = [column[0] for column in asked.description]
        found[entity.name] = [
            {name: value for name, value in zip(names, values, strict=True) if name not in LOCAL}
            for values in asked.fetchall()
        ]
    for table in ("register", "superseded", "superseded_fact", "carried", "hours_summary"):
        found[table] = sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
    return found
