"""开户 at the county: a township's request or its answer to a 开户文件 becomes an enrolled site."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.data import site
from app.data.changes import Change
from app.data.clock import now_text
from app.data.database import Connection
from app.data.exchange import invitations, peer_keys, peers
from app.data.queries import peer_list
from app.data.queries.organizations import organization, organizations_named
from app.domain.accounts.roles import Verb
from app.domain.entity import Value
from app.domain.errors import AppError
from app.domain.exchange.document_kind import DocumentKind
from app.exchange.certificate import Certificate
from app.exchange.enrolment import (
    Reply,
    Request,
    new_request,
    read_request,
    sign_reply,
    sign_request,
)
from app.exchange.invitation import Answer, read_answer, require_proof
from app.exchange.key_refusals import (
    INVITATION_CANCELLED,
    INVITATION_UNKNOWN,
    INVITATION_USED,
)
from app.exchange.keys import fingerprint, invitation_digits
from app.exchange.parties import Peer
from app.exchange.signed import kind_of, load_document, save_document
from app.services.exchange import granting, revoking
from app.services.exchange.county_slot import county_recovery_key
from app.services.exchange.parties import own_site, revocations, site_of
from app.services.opening import root_organization
from app.services.store import Store, refuse_unanswered

NOT_STATED = "（未填写）"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Which site, and the digits to compare by telephone or on paper; `check_words` are the digits
    of the 开户文件, where there was one. `answer` is the 开户回执 that was written."""

    site: str
    name: str
    fingerprint: str
    check_words: str = ""
    scope: tuple[str, ...] = ()
    answer: Path | None = None


def own_fingerprint(store: Store) -> str:
    """This site's digits."""
    return fingerprint(own_site(store).keys.public)


def document_kind(path: Path) -> DocumentKind | None:
    """What a file says it is, before anything in it is believed; None when it is none of ours.

    Raises:
        PackageError: it cannot be read.
    """
    return kind_of(load_document(path))


def request_in(store: Store, path: Path) -> Request:
    """The 开户申请 of a township, for a person to compare.

    Raises:
        PackageError: see `app.exchange.enrolment.read_request`.
    """
    return read_request(load_document(path), own_site(store))


def answer_in(store: Store, path: Path) -> Answer:
    """The 开户回执 of a township, for a person to compare.

    Raises:
        PackageError: see `app.exchange.invitation.read_answer`.
    """
    return read_answer(load_document(path), own_site(store))


def request_enrolment(store: Store, target: Path) -> Enrolled:
    """Write the request file that goes to the county.

    Raises:
        AppError: this is the county itself, or the folder cannot be written.
    """
    store.require(Verb.ENROL)
    refuse_unanswered(store)
    here = store.site
    if here.level == site.COUNTY:
        raise AppError("县级单位不用申请开户。", "请让乡镇生成开户申请，在县里开户。")
    me = own_site(store)
    request = new_request(me, here.level, here.county or NOT_STATED, now_text())
    save_document(target, sign_request(request, me.keys))
    with store.database.sealed_write() as connection:
        site.put(connection, "request", json.dumps(_kept(request)))
    return Enrolled(me.site, me.name, request.fingerprint)


def _kept(request: Request) -> dict[str, str]:
    return {
        "number": request.number,
        "created_at": request.created_at,
        "keys": request.keys.to_bytes().hex(),
    }


def enrol(store: Store, file: Path, scope: str = "", target: Path | None = None) -> Enrolled:
    """At the county: enrol the site that asked (for `scope`, with a reply written to `target`), or
    that answered a 开户文件, which says already what is granted.

    Raises:
        AppError: this is not the county, or scope and reply are missing for a request.
        PackageError: the file is neither, damaged, our own, not proved, or used before.
    """
    refuse_unanswered(store)
    granting.refuse_outside_county(store)
    data = load_document(file)
    if kind_of(data) is DocumentKind.ANSWER:
        answer = read_answer(data, own_site(store))
        with store.change(
            "开户", summary=f"{answer.name} 按开户文件开户", needs=Verb.ENROL
        ) as change:
            return enrol_answer(change, answer)
    request = read_request(data, own_site(store))
    if not scope.strip() or target is None:
        raise AppError("请指定开户的党组织范围和回复文件。", "例如 --scope 青山镇 -o 开户.xjs。")
    return _enrol_request(store, request, scope, target)


def enrol_answer(change: Change, answer: Answer) -> Enrolled:
    """Enrol the site that answered a 开户文件; the same answer once more changes nothing.

    Raises:
        PackageError: not an answer to a file of ours, cancelled, used by somebody else, or void
            keys.
    """
    connection = change.connection
    row = invitations.by_number(connection, answer.number)
    if row is None:
        raise INVITATION_UNKNOWN.error()
    if row.cancelled_at:
        raise INVITATION_CANCELLED.error(when=row.cancelled_at[:10])
    require_proof(answer, row.secret)
    public = answer.keys.to_bytes()
    made = _answered(change, answer, row)
    if row.used_by:
        if (row.used_by.hex(), row.used_keys) == (answer.site, public):
            return made
        name = granting.site_named(connection, row.used_by)
        raise INVITATION_USED.error(name=name, when=row.used_at[:10])
    revoking.refuse_void_enrolment(connection, answer.site, answer.name, answer.keys)
    uid = bytes.fromhex(answer.site)
    known = peer_list.by_site(connection, uid)
    # The township has read the key that stood in the file: ours may have changed since.
    _remember(
        connection,
        uid,
        public,
        row.county_key,
        name=answer.name,
        level=site.TOWNSHIP,
        county=change.site.name,
        scope=peers.scope_text(row.scope),
        block=row.block,
        serial=granting.next_serial(connection, known),
    )
    invitations.use(connection, row.number, uid, public, now_text())
    return made


def _answered(change: Change, answer: Answer, row: invitations.InvitationRow) -> Enrolled:
    places = [granting.place(change.connection, uid, row.name) for uid in row.scope]
    # The digits on the township's screen were made with the key that stood in the file.
    keys = [
        k.public for k in site_of(change.connection).all_keys if k.public.key_id == row.county_key
    ]
    digits = invitation_digits(keys[0], row.number) if keys else ""
    names = tuple(place.name for place in places)
    return Enrolled(answer.site, answer.name, answer.fingerprint, digits, names)


def _remember(
    connection: Connection, uid: bytes, public: bytes, knows: str, **granted: Value
) -> None:
    """The site with its keys and what it is granted, whatever it was before."""
    at = now_text()
    peer = peers.save(
        connection, uid, public=public, revoked="", enrolled_at=at, acked=0, **granted
    )
    peer_keys.add_key(connection, peer.id, public, at)
    peer_keys.set_cutoff(connection, peer.id, None)
    peer_keys.note_knows_key(connection, peer.id, knows)


def _enrol_request(store: Store, request: Request, scope: str, target: Path) -> Enrolled:
    me, connection = own_site(store), store.database.read()
    revoking.refuse_void_enrolment(connection, request.site, request.name, request.keys)
    county_recovery_key(store)
    granted = _certificate(store, request, _scope(store, request, scope))
    county = Peer(me.site, me.name, me.keys.public)
    reply = Reply(request.number, county, granted, revocations(connection), now_text())
    save_document(target, sign_reply(reply, me.keys))
    with store.change("开户", summary=f"{request.name} 开户", needs=Verb.ENROL) as change:
        _remember(
            change.connection,
            bytes.fromhex(request.site),
            request.keys.to_bytes(),
            "",
            name=request.name,
            level=request.level,
            county=request.county,
            scope=peers.scope_text([bytes.fromhex(place.id) for place in granted.scope]),
            block=granted.number_block,
            serial=granted.serial,
        )
    names = tuple(place.name for place in granted.scope)
    return Enrolled(request.site, request.name, request.fingerprint, scope=names)


def _certificate(store: Store, request: Request, scope: list[bytes]) -> Certificate:
    connection = store.database.read()
    known = peer_list.by_site(connection, bytes.fromhex(request.site))
    return Certificate(
        granting.next_serial(connection, known),
        request.site,
        request.name,
        request.keys,
        tuple(granting.place(connection, uid, request.name) for uid in scope),
        known.block if known and known.block else granting.next_block(connection),
        date.today().isoformat(),
    )


def _scope(store: Store, request: Request, named: str) -> list[bytes]:
    """An organization that the county does not have yet is taken from the request."""
    connection = store.database.read()
    root = root_organization(bytes.fromhex(request.site))
    for name in granting.names_in(named):
        missing = not organizations_named(connection, name) and name == request.name
        if missing and organization(connection, root) is None:
            with store.change("新增党组织", summary=name, needs=Verb.ENROL) as change:
                granting.add_organization(change, name, root)
    return granting.find_scope(store, named)
