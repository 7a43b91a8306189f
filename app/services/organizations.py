"""党组织: find one by the name a person typed, create one, change one."""

from collections.abc import Mapping
from datetime import date

from app.data.database import Connection
from app.data.queries.organizations import (
    OrganizationRow,
    organization,
    organizations_named,
)
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import Ambiguous, AppError, InvalidInput, NotFound
from app.domain.known_days import earliest, latest
from app.domain.parsing import parse
from app.domain.people.former_names import with_former
from app.domain.uid import Uid
from app.services.keeping import is_kept_here, own_roots
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
            One that is no more has no branches below it.
        AppError: it would stand under an organization that another site keeps.
    """
    entity = entity_named("organization")
    values = parse(entity, raw)
    if isinstance(above := values.get("parent"), bytes):
        refuse_not_ours(store, above)
        refuse_not_standing(store, "parent", above)
    with store.change("新增党组织", summary=str(values["name"])) as change:
        return change.create(entity, values)


def change_organization(
    store: Store,
    uid: bytes,
    raw: Mapping[str, Value],
    reason: str = "",
    *,
    misspelt: bool = False,
) -> list[str]:
    """Change fields of an organization; returns what changed. A name that is given up stays
    findable as 曾用名, unless it was merely misspelt; papers that were issued keep what they say.

    Raises:
        InvalidInput: with every problem at once.
        AppError: another site keeps it, it is somebody's root, or would stand below itself.
    """
    entity = entity_named("organization")
    values = parse(entity, raw, partial=True)
    refuse_not_ours(store, uid)
    if "parent" in values:
        refuse_moving(store, uid, values["parent"])
    with store.change("修改党组织", reason=reason, summary=_name(store, uid)) as change:
        known = change.row(entity, uid).values
        if values.get("name") not in (None, known["name"]) and not misspelt:
            former = values.get("former_names", known.get("former_names"))
            said = with_former(former, [str(known["name"])], str(values["name"]))
            values = {**values, "former_names": said}
        return change.update(entity, uid, values)


def refuse_not_ours(store: Store, uid: bytes) -> None:
    """A township writes about its own organizations only.

    Raises:
        AppError: another site keeps it.
    """
    if not is_kept_here(store, uid):
        raise AppError(
            "该党组织不归本单位管，没有改动。",
            "请联系县里修改，改好后会随县里的数据包传到本机。",
            code="county-only",
        )


def refuse_moving(store: Store, uid: bytes, parent: Value) -> None:
    """The top of a site stays where it is, and so does what another site keeps.

    Raises:
        AppError: with the reason.
    """
    connection = store.database.read()
    now = organization(connection, uid)
    if now is None or now.parent == parent:
        return
    if uid in own_roots(connection):
        raise AppError(
            "本单位的最上级党组织不能移动，没有改动。",
            "乡镇隶属关系的调整由县里办理；其他单位也可以先在它下面建立。",
            code="own-root",
        )
    above = organization(connection, parent) if isinstance(parent, bytes) else None
    if above is None or not is_kept_here(store, parent):
        raise AppError(
            "只能移到本单位的党组织之下，没有改动。",
            "转到外单位请由县里办理。",
            code="county-only",
        )
    if not above.stands_on(date.today()):
        raise AppError(f"“{above.name}”已撤销，不能再有下级党组织。", "请另选上级党组织。")


def refuse_not_standing(store: Store, field: str, uid: Value, until: Value = None) -> None:
    """An organization that is no more, or was taken out as a mistake, takes in nobody and nothing
    new; what ended (`until`) before it did may still be told.

    Raises:
        InvalidInput: of `field`, with what to do instead.
    """
    found = organization(store.database.read(), uid) if isinstance(uid, bytes) else None
    if found is None:
        raise InvalidInput({field: "没有这个党组织，请重新选择"})
    if found.stands_on(date.today()):
        return
    if not isinstance(until, str) or earliest(until) > latest(found.dissolved_on):
        raise InvalidInput({field: f"“{found.name}”已撤销，请选择现有的党组织"})


def is_no_more(connection: Connection, uid: Value) -> bool:
    """Whether what would be put back names an organization that does not stand any more."""
    if not isinstance(uid, bytes):
        return False
    found = organization(connection, uid)
    return found is None or not found.stands_on(date.today())


def _name(store: Store, uid: bytes) -> str:
    row = organization(store.database.read(), uid)
    return row.name if row else ""
