"""开户: a township asks with a file, the county answers with one, both compare the digits."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.data import peers, site
from app.data.changes import Change, now_text
from app.data.queries.organizations import organization, organizations_named
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, PackageError
from app.domain.uid import Uid
from app.exchange.certificate import Certificate, Revocations, ScopeOrganization
from app.exchange.enrolment import (
    Reply,
    Request,
    new_request,
    read_request,
    sign_reply,
    sign_request,
)
from app.exchange.keys import fingerprint
from app.exchange.parties import Peer
from app.services.organizations import find_organization
from app.services.sending import own_site
from app.services.store import Store, refuse_unanswered, root_organization

NOT_STATED = "（未填写）"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Which site, and the digits to compare by telephone or on paper."""

    site: str
    name: str
    fingerprint: str


def own_fingerprint(store: Store) -> str:
    """This site's digits."""
    return fingerprint(own_site(store).keys.public)


def request_enrolment(store: Store, target: Path) -> Enrolled:
    """Write the request file that goes to the county.

    Raises:
        AppError: this is the county itself, or the folder cannot be written.
    """
    refuse_unanswered(store)
    here = store.site
    if here.level == site.COUNTY:
        raise AppError("县级单位不用申请开户。", "请让乡镇生成开户申请，在县里开户。")
    me = own_site(store)
    request = new_request(me, here.level, here.county or NOT_STATED, now_text())
    write_document(target, sign_request(request, me.keys))
    with store.database.write() as connection:
        site.put(connection, "request", json.dumps(_kept(request)))
    return Enrolled(me.site, me.name, request.fingerprint)


def _kept(request: Request) -> dict[str, str]:
    return {
        "number": request.number,
        "created_at": request.created_at,
        "keys": request.keys.to_bytes().hex(),
    }


def write_document(target: Path, data: bytes) -> None:
    """Write a small file so that it is there whole or not at all.

    Raises:
        PackageError: the stick cannot be written.
    """
    part = target.with_name(target.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        raise PackageError(
            f"文件写不进 {target.parent}。", "请检查U盘是否写保护、已满或已断开。", code="E-201"
        ) from error


def read_document_file(path: Path) -> bytes:
    """The bytes of an enrolment file.

    Raises:
        PackageError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackageError(
            f"读不到文件 {path.name}。", "请检查位置或重新插入U盘。", code="E-201"
        ) from error


def enrol(store: Store, request_file: Path, scope: str, target: Path) -> Enrolled:
    """At the county: enrol the site that asked for one organization, and write the reply.

    An organization that the county does not have yet is taken from the request.

    Raises:
        AppError: this is not the county.
        PackageError: the file is no request, damaged, or our own.
    """
    me = own_site(store)
    if store.site.level != site.COUNTY:
        raise AppError("只有县级单位才能给乡镇开户。", "请把开户申请交给县委组织部。")
    request = read_request(read_document_file(request_file), me)
    granted = _certificate(store, request, _scope(store, request, scope))
    county = Peer(me.site, me.name, me.keys.public)
    reply = Reply(request.number, county, granted, Revocations(0), now_text())
    write_document(target, sign_reply(reply, me.keys))
    with store.change("开户", summary=f"{request.name} 开户") as change:
        _remember(change, request, granted)
    return Enrolled(request.site, request.name, request.fingerprint)


def _certificate(
    store: Store, request: Request, organizations: tuple[ScopeOrganization, ...]
) -> Certificate:
    known = peers.by_site(store.database.read(), bytes.fromhex(request.site))
    return Certificate(
        (known.serial if known else 0) + 1,
        request.site,
        request.name,
        request.keys,
        organizations,
        known.block if known and known.block else _next_block(store),
        date.today().isoformat(),
    )


def _remember(change: Change, request: Request, granted: Certificate) -> None:
    peers.save(
        change.connection,
        bytes.fromhex(request.site),
        name=request.name,
        level=request.level,
        county=request.county,
        public=request.keys.to_bytes(),
        scope=json.dumps([place.id for place in granted.scope]),
        block=granted.number_block,
        serial=granted.serial,
        revoked="",
        enrolled_at=now_text(),
        acked=0,
    )


def _next_block(store: Store) -> int:
    # Block 0 is the county's own; every township's certificate numbers begin with its block.
    return max((peer.block for peer in peers.all_peers(store.database.read())), default=0) + 1


def _scope(store: Store, request: Request, named: str) -> tuple[ScopeOrganization, ...]:
    connection = store.database.read()
    names = [part.strip() for part in named.split(",") if part.strip()]
    root = root_organization(bytes.fromhex(request.site))
    found: list[ScopeOrganization] = []
    for name in names:
        if not organizations_named(connection, name) and name == request.name:
            _adopt(store, root, request.name)
        row = find_organization(store, name)
        parent = row.parent.hex() if row.parent else ""
        found.append(ScopeOrganization(row.uid.hex(), row.name, parent, row.kind))
    if not found:
        raise AppError("请指定开户的党组织范围。", "例如 --scope 青山镇。")
    return tuple(found)


def _adopt(store: Store, root: bytes, name: str) -> None:
    if organization(store.database.read(), root) is not None:
        return
    with store.change("新增党组织", summary=name) as change:
        values: dict[str, Value] = {
            "name": name,
            "kind": "党委",
            "parent": store.site.organization,
        }
        change.create(entity_named("organization"), values, Uid(root))
