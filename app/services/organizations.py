"""党组织: find one by the name a person typed, create one, change one."""

from collections.abc import Mapping

from app.data.queries.organizations import (
    OrganizationRow,
    organization,
    organizations_named,
)
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import Ambiguous, NotFound
from app.domain.parsing import parse
from app.domain.uid import Uid
from app.services.store import Store


def find_organization(store: Store, text: str) -> OrganizationRow:
    """The one organization of this name or id.

    Raises:
        NotFound: there is none.
        Ambiguous: there are several.
    """
    found = organizations_named(store.database.read(), text.strip())
    if not found:
        raise NotFound(f"没有名为“{text}”的党组织。", "请检查名称，或先在“党员”里建立该组织。")
    if len(found) > 1:
        raise Ambiguous(
            f"名称里有“{text}”的党组织不止一个。",
            [(row.uid.hex(), _with_parent(store, row)) for row in found],
        )
    return found[0]


def _with_parent(store: Store, row: OrganizationRow) -> str:
    # Two townships may have branches of one name.
    above = organization(store.database.read(), row.parent) if row.parent else None
    return f"{row.name}（{above.name}）" if above else row.name


def create_organization(store: Store, raw: Mapping[str, Value]) -> Uid:
    """Add an organization from what was typed.

    Raises:
        InvalidInput: with every problem at once.
    """
    entity = entity_named("organization")
    values = parse(entity, raw)
    with store.change("新增党组织", summary=str(values["name"])) as change:
        return change.create(entity, values)


def change_organization(
    store: Store, uid: bytes, raw: Mapping[str, Value], reason: str = ""
) -> list[str]:
    """Change fields of an organization; returns what changed.

    Raises:
        InvalidInput: with every problem at once.
    """
    entity = entity_named("organization")
    values = parse(entity, raw, partial=True)
    with store.change("修改党组织", reason=reason) as change:
        return change.update(entity, uid, values)
