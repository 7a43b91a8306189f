"""彻底删除: a township asks, the county decides; what was erased stays erased everywhere."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.data import audit, erasure, site, tombstones
from app.data.changes import Change
from app.data.database import Connection
from app.data.queries import erasures
from app.data.queries.erasures import RequestRow, TombstoneRow
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput, NotFound
from app.domain.exchange.entities import ASKED, BASES, DECLINED
from app.domain.uid import new_uid
from app.services.store import Store

OLD_BACKUPS = (
    "以前做的备份里还有这个人的资料：请按保管期限销毁旧备份；"
    "恢复旧备份后，接到对方的数据包会自动再次删除。"
)
"""To be said wherever something is erased: nothing is promised that the program cannot do."""
CERTIFICATES_STAY = "结业证书登记按规定长期保留，不在删除之列。"


@dataclass(frozen=True, slots=True)
class Erased:
    """What went, what stayed, and what must be said beside it."""

    counts: Mapping[str, int]
    certificates: tuple[str, ...]
    notes: tuple[str, ...] = field(default=(OLD_BACKUPS, CERTIFICATES_STAY))


def what_goes(store: Store, member: bytes) -> dict[str, int]:
    """Per table how many rows an erasure would take out, all merged identities included.

    Raises:
        NotFound: there is no such person.
    """
    connection = store.database.read()
    _refuse_unknown(connection, member)
    return erasure.what_goes(connection, erasure.identities(connection, member))


def what_stays(store: Store, member: bytes) -> list[str]:
    """The numbers of issued certificates, which an erasure leaves in their register."""
    connection = store.database.read()
    return erasure.kept_certificates(connection, erasure.identities(connection, member))


def ask_erasure(store: Store, member: bytes, basis: str, explanation: str) -> bytes:
    """At the township: ask the county that everything about a person be erased.

    Raises:
        NotFound: there is no such person.
        InvalidInput: no such basis.
        AppError: this is the county, or the same was asked already.
    """
    connection = store.database.read()
    _refuse_unknown(connection, member)
    _check(basis, explanation, "explanation")
    if store.site.level == site.COUNTY:
        raise AppError("县级不用申请，可以直接办理。", "请用“彻底删除”办理，并写明依据和原因。")
    if any(r.member == member and r.state == ASKED for r in erasures.requests(connection)):
        raise AppError("这个人已经申请过彻底删除，县里还没有答复。", "请等县里下发答复。")
    values: dict[str, Value] = {
        "member": member,
        "basis": basis,
        "explanation": explanation.strip(),
    }
    with store.change("申请彻底删除", reason=basis, summary="申请彻底删除 1 人") as change:
        return change.create(entity_named("erasure_request"), values)


def erasure_requests(store: Store) -> list[RequestRow]:
    """Every request, open ones first."""
    return erasures.requests(store.database.read())


def erased_people(store: Store) -> list[TombstoneRow]:
    """Every tombstone, the newest first."""
    return erasures.tombstone_rows(store.database.read())


def decline(store: Store, request: bytes, answer: str) -> None:
    """At the county: the data stay, and why.

    Raises:
        AppError: this is not the county, or the request was answered already.
        InvalidInput: no answer was written.
        NotFound: there is no such request.
    """
    _refuse_township(store)
    if not answer.strip():
        raise InvalidInput({"answer": "请写明不同意的理由"}, "理由会随数据下发给乡镇。")
    found = [r for r in erasures.requests(store.database.read()) if r.uid == request]
    if not found:
        raise NotFound("没有这条彻底删除申请。", "请重新打开申请清单。")
    if found[0].state != ASKED:
        raise AppError("这条申请已经答复过。", "请重新打开申请清单。")
    with store.change("答复彻底删除申请", summary=DECLINED, needs=Verb.ERASE) as change:
        answered = {"state": DECLINED, "answer": answer.strip()}
        change.update(entity_named("erasure_request"), request, answered)


def erase(store: Store, member: bytes, basis: str, reason: str) -> Erased:
    """At the county: erase everything about a person here, and by tombstone everywhere.

    Whoever was merged with the person is the same person and goes too. It cannot be undone.

    Raises:
        AppError: this is not the county.
        NotFound: there is no such person.
        InvalidInput: no such basis, or no reason.
    """
    store.require(Verb.ERASE)
    _refuse_township(store)
    _check(basis, reason, "reason")
    counts: Counter[str] = Counter()
    with store.change("彻底删除", reason=reason.strip(), needs=Verb.ERASE) as change:
        connection = change.connection
        _refuse_unknown(connection, member)
        people = erasure.identities(connection, member)
        kept = erasure.kept_certificates(connection, people)
        for person in people:
            going = erasure.what_goes(connection, [person])
            counts.update(going)
            _write_tombstone(change, person, basis, going)
        change.reason = audit.blotted(change.reason, erasure.texts(connection, people))
        erasure.carry_out(change, people)
        change.details.append([basis, [person.hex() for person in people], dict(counts)])
    # What lay in the write-ahead log must not outlive the pages that were wiped.
    store.database.read().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return Erased(dict(counts), tuple(kept))


def counts_text(counts: Mapping[str, int]) -> str:
    """Per table how many, in the clerk's words: 党员 1、考勤 12."""
    named = {name: entity_named(name).label for name in counts}
    return "、".join(f"{named[name]} {number} 条" for name, number in counts.items())


def _write_tombstone(change: Change, person: bytes, basis: str, counts: Mapping[str, int]) -> None:
    uid = new_uid()
    values: dict[str, Value] = {
        "person": person.hex(),
        "basis": basis,
        "approved_by": change.operator,
        "erased_on": date.today().isoformat(),
        "counts": json.dumps(counts, sort_keys=True),
    }
    values["seal"] = tombstones.seal(change.connection, uid, values)
    change.create(entity_named("erasure"), values, uid)


def _refuse_unknown(connection: Connection, member: bytes) -> None:
    if tombstones.is_erased(connection, member):
        raise NotFound("这个人已经彻底删除。", "不能再办理；删除记录见“彻底删除”清单。")
    if not erasures.is_here(connection, member):
        raise NotFound("没有找到这个人。", "请检查编号；可先用“查找”查编号。")


def _refuse_township(store: Store) -> None:
    if store.site.level != site.COUNTY:
        raise AppError(
            "彻底删除要由县级批准，乡镇不能直接办理，数据没有改动。",
            "请用“申请彻底删除”写明依据，随数据上报给县里。",
            code="county-only",
        )


def _check(basis: str, words: str, name: str) -> None:
    problems = {}
    if basis not in BASES:
        problems["basis"] = f"依据应为其中之一：{'、'.join(BASES)}"
    if not words.strip():
        problems[name] = "请写明情况" if name == "explanation" else "请写明原因"
    if problems:
        raise InvalidInput(problems)
