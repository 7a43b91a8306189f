"""What the county grants: organizations, a block of certificate numbers, and the keys of a site."""

from datetime import date

from app.data import site
from app.data.changes import Change
from app.data.database import Connection
from app.data.exchange import invitations
from app.data.queries import peer_list
from app.data.queries.organizations import organization, organizations_named
from app.data.queries.peer_list import PeerRow
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError
from app.domain.uid import Uid, new_uid
from app.exchange.certificate import Certificate, ScopeOrganization
from app.exchange.keys import PublicKeys
from app.services.organizations import find_organization
from app.services.store import Store


def refuse_outside_county(store: Store) -> None:
    """Only the county hands out and takes back, and there whoever may: asked before a document is
    signed or a key leaves, not when it is noted.

    Raises:
        AppError: this is a township, or it is not for this person to do.
    """
    if store.site.level != site.COUNTY:
        raise AppError("只有县级单位才能办理开户和停用。", "请交给县委组织部办理。")
    store.require(Verb.ENROL)


def names_in(named: str) -> list[str]:
    """Organizations as they are typed, with commas between them."""
    return [part.strip() for part in named.replace("，", ",").split(",") if part.strip()]


def place(connection: Connection, uid: bytes, otherwise: str = "") -> ScopeOrganization:
    """One organization as a scope names it; `otherwise` while the county does not have its row."""
    row = organization(connection, uid)
    if row is None:
        return ScopeOrganization(uid.hex(), otherwise)
    parent = row.parent.hex() if row.parent else ""
    return ScopeOrganization(uid.hex(), row.name, parent, row.kind)


def certificate_of(connection: Connection, peer: PeerRow) -> Certificate:
    """What is granted to a site now; every county package shows it."""
    return Certificate(
        peer.serial,
        peer.site.hex(),
        peer.name,
        PublicKeys.from_bytes(peer.public),
        tuple(place(connection, uid, peer.name) for uid in peer.scope),
        peer.block,
        peer.enrolled_at[:10] or date.today().isoformat(),
    )


def next_serial(connection: Connection, known: PeerRow | None) -> int:
    """The serial of the next certificate of a site; a county that was rebuilt begins higher than
    it can ever have counted, or its townships would take it for an old one."""
    floor = site.get(connection, "serial_floor")
    return max(known.serial if known else 0, int(floor or 0)) + 1


def next_block(connection: Connection) -> int:
    """Block 0 is the county's own; every township's certificate numbers begin with its block."""
    floor = site.get(connection, "block_floor")
    return max(invitations.highest_block(connection), int(floor or 0)) + 1


def find_scope(store: Store, named: str) -> list[bytes]:
    """Organizations by name or id.

    Raises:
        AppError: none is named, one is not there, or a name stands for several.
    """
    names = names_in(named)
    if not names:
        raise AppError("请指定开户的党组织范围。", "例如 --scope 青山镇。")
    return [find_organization(store, name).uid for name in names]


def is_new_name(connection: Connection, named: str) -> bool:
    """Whether one single organization is named that the county does not have yet."""
    names = names_in(named)
    return (
        len(names) == 1 and not organizations_named(connection, names[0]) and not _is_id(names[0])
    )


def add_organization(change: Change, name: str, uid: bytes | None = None) -> bytes:
    """An organization under the county, for a township that is only now entered."""
    values: dict[str, Value] = {"name": name, "kind": "党委", "parent": change.site.organization}
    return change.create(entity_named("organization"), values, Uid(uid) if uid else new_uid())


def _is_id(name: str) -> bool:
    try:
        return len(bytes.fromhex(name)) == len(new_uid())
    except ValueError:
        return False


def site_named(connection: Connection, uid: bytes) -> str:
    """An enrolled site by its name, for sentences."""
    known = peer_list.by_site(connection, uid)
    return known.title if known else "另一台电脑"
