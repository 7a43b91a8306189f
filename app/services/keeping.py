"""Who keeps a row: a township writes about its own only."""

from app.data import organization_tree, rows, site
from app.data.database import Connection
from app.data.exchange import peers
from app.data.own_bounds import own_bounds
from app.data.queries.members import member_values
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError
from app.services.store import Store


def own_roots(connection: Connection) -> set[bytes]:
    """The organizations that this site was founded on or enrolled for."""
    own = site.get(connection, "organization")
    return {*peers.own_scope(connection), *([own] if isinstance(own, bytes) else [])}


def is_kept_here(store: Store, organization: Value) -> bool:
    """Whether an organization is this site's to write about; the county's is everything."""
    connection = store.database.read()
    if store.site.level == site.COUNTY or not peers.own_scope(connection):
        return True
    if not isinstance(organization, bytes):
        return False
    above = organization_tree.chain_above(organization_tree.parents(connection), organization)
    return not own_roots(connection).isdisjoint({organization, *above})


def refuse_kept_elsewhere(store: Store, member: Value) -> None:
    """What is known of a person who has left belongs to where he is now.

    Raises:
        AppError: another site keeps the person; the county would hold back what is written here.
    """
    if not isinstance(member, bytes):
        return
    values = member_values(store.database.read(), member)
    if values and not is_kept_here(store, values.get("organization")):
        raise AppError(
            f"“{values['name']!s}”已不在本单位，由现在所在的单位登记，没有改动。",
            "请联系他现在的党组织或县里修改。",
            code="kept-elsewhere",
        )


def refuse_others_row(store: Store, name: str, uid: bytes) -> None:
    """The refusal that saving would bring, for a window that asks before it offers it.

    Raises:
        AppError: the row is not this site's to write, and whose it is.
    """
    connection = store.database.read()
    entity = entity_named(name)
    bounds = own_bounds(connection)
    before = rows.values_of(connection, entity, uid) if bounds is not None else None
    if bounds is not None and before is not None:
        bounds.refuse_row(entity, uid, before, {})


def refuse_countys_settings(store: Store) -> None:
    """What holds for the whole county is said by the county.

    Raises:
        AppError: a county has enrolled this township.
    """
    if (bounds := own_bounds(store.database.read())) is not None:
        bounds.refuse_new(entity_named("setting"), [b""], [{}])
