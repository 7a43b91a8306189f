"""开户文件: the county hands over one file; who opens it is joined, who answers it is enrolled."""

from dataclasses import dataclass
from pathlib import Path

from app.data import keyslots
from app.data.clock import now_text
from app.data.exchange import invitations as kept
from app.data.exchange.invitations import InvitationRow
from app.domain.accounts.roles import Verb
from app.domain.errors import AppError, NotFound
from app.exchange.invitation import Invitation, new_number, new_secret, sign_invitation
from app.exchange.keys import invitation_digits
from app.exchange.parties import Peer
from app.exchange.shapes import NAME_LENGTH
from app.exchange.signed import save_document
from app.services.exchange import granting
from app.services.exchange.county_slot import county_recovery_key
from app.services.exchange.parties import own_site, revocations
from app.services.store import Store, refuse_unanswered


@dataclass(frozen=True, slots=True)
class Invited:
    """A 开户文件 that was written; both screens show `check_words`."""

    number: str
    name: str
    check_words: str
    path: Path
    scope: tuple[str, ...]
    added: bool
    """Whether the organization was entered just now."""


@dataclass(frozen=True, slots=True)
class InvitationView:
    """One 开户文件 in the list of the county; `state` is 未使用, 已开户 or 已取消."""

    number: str
    name: str
    scope: tuple[str, ...]
    check_words: str
    created_at: str
    state: str
    used_by: str
    used_at: str


def invite(store: Store, scope: str, target: Path, name: str = "") -> Invited:
    """At the county: write one 开户文件 for organizations by name or id (commas between them). One
    that the county does not have yet is entered. `name` is what the township is called there.

    Raises:
        AppError: this is not the county, or the organizations are not clear.
        PackageError: the stick is full, read-only, gone or faulty.
    """
    refuse_unanswered(store)
    granting.refuse_outside_county(store)
    recovery = keyslots.public_half(county_recovery_key(store))
    added = granting.is_new_name(store.database.read(), scope)
    if added:
        new = granting.names_in(scope)[0]
        with store.change("新增党组织", summary=new, needs=Verb.ENROL) as change:
            granting.add_organization(change, new)
    uids = granting.find_scope(store, scope)
    connection, me = store.database.read(), own_site(store)
    places = tuple(granting.place(connection, uid) for uid in uids)
    called = (name.strip() or places[0].name)[:NAME_LENGTH]
    invitation = Invitation(
        new_number(),
        new_secret(),
        Peer(me.site, me.name, me.keys.public),
        called,
        places,
        granting.next_block(connection),
        revocations(connection),
        recovery,
        now_text(),
    )
    _remember(store, invitation, uids)
    save_document(target, sign_invitation(invitation, me.keys, me.former_keys))
    names = tuple(place.name for place in places)
    return Invited(invitation.number, called, invitation.digits, target, names, added)


def _remember(store: Store, invitation: Invitation, scope: list[bytes]) -> None:
    # Before the file is written: one that nobody remembers could not be answered.
    with store.change("写开户文件", summary=invitation.name, needs=Verb.ENROL) as change:
        kept.add(
            change.connection,
            InvitationRow(
                invitation.number,
                invitation.secret,
                invitation.name,
                tuple(scope),
                invitation.number_block,
                invitation.created_at,
                invitation.county.keys.key_id,
            ),
        )


def invitations(store: Store) -> list[InvitationView]:
    """Every 开户文件 that was written here, the newest first."""
    connection = store.database.read()
    keys = {k.public.key_id: k.public for k in own_site(store).all_keys}
    found: list[InvitationView] = []
    for row in kept.all_invitations(connection):
        shown = keys.get(row.county_key)
        names = (granting.place(connection, uid, row.name).name for uid in row.scope)
        found.append(
            InvitationView(
                row.number,
                row.name,
                tuple(names),
                invitation_digits(shown, row.number) if shown else "",
                row.created_at,
                "已取消" if row.cancelled_at else "已开户" if row.used_by else "未使用",
                granting.site_named(connection, row.used_by) if row.used_by else "",
                row.used_at,
            )
        )
    return found


def cancel_invitation(store: Store, number: str) -> None:
    """Take back a 开户文件 that was lost or given to the wrong person.

    Raises:
        NotFound: there is none of this number.
        AppError: it was used or cancelled already.
    """
    granting.refuse_outside_county(store)
    row = kept.by_number(store.database.read(), number)
    if row is None:
        raise NotFound("没有这份开户文件。", "请回到上一页重新打开后再试。")
    with store.change("取消开户文件", summary=row.name, needs=Verb.ENROL) as change:
        if not kept.cancel(change.connection, number, now_text()):
            raise AppError(
                f"“{row.name}”的开户文件已经使用或取消过。",
                "已经开户的电脑要停用时，请用“停用单位”。",
            )
