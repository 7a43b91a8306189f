"""Who decides a question of 待核实: for a mark whoever holds the signed sheet, else the county."""

from dataclasses import dataclass

from app.data import site
from app.data.queries.cut_rows import BEYOND
from app.data.queries.review_context import Context
from app.data.queries.review_list import ATTENDANCE, FIELD, REMOVED, ReviewItem
from app.data.queries.review_writers import PAIRED
from app.domain.errors import AppError
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class Decider:
    """Whether this site decides; `words` say who does otherwise."""

    here: bool
    words: str = ""


HERE = Decider(here=True)
COUNTY = Decider(here=False, words="由县里核实")


def decider(store: Store, item: ReviewItem) -> Decider:
    """Who decides one question."""
    with store.database.snapshot() as connection:
        return decider_in(Context(connection), store.site.level, item)


def decider_in(context: Context, level: str, item: ReviewItem) -> Decider:
    """`decider`, where many questions are asked about in one reading."""
    if item.kind == ATTENDANCE:
        return _sheet_holder(context, level, item)
    if level == site.COUNTY:
        return HERE
    if item.kind == BEYOND:
        return HERE if context.is_own(context.organization_of(item)) else COUNTY
    if item.kind not in (FIELD, REMOVED) and PAIRED not in item.id:
        return COUNTY
    writers = context.writers.of(item).values()
    # Two computers of one township may settle what only they wrote.
    ours = all(writer.level in (site.TOWNSHIP, "") for writer in writers)
    return HERE if ours and context.is_own(context.organization_of(item)) else COUNTY


def _sheet_holder(context: Context, level: str, item: ReviewItem) -> Decider:
    organization = context.class_organization(item.uid)
    if level == site.TOWNSHIP:
        return HERE if context.is_own(organization) else COUNTY
    _, township = context.place(organization)
    if township is None or township.revoked:
        return HERE
    return Decider(here=False, words=f"签到表在{township.name}，由{township.name}核实")


def refuse_elsewhere(store: Store, item: ReviewItem) -> None:
    """A mark is not overwritten by a site that does not hold the signed sheet (design §3.8), nor
    a committee beyond a township's scope by that township: the county would only hold it back.

    Other fields are not refused: an ordinary edit settles them too, at whatever site.

    Raises:
        AppError: the sheet lies elsewhere, or the committee belongs to others.
    """
    if item.kind == ATTENDANCE:
        found = decider(store, item)
        if not found.here:
            hint = "请对方核实；县里认为有误时用“退回”并写明原因，对方更正后再报。"
            raise AppError(f"{found.words}，没有改动考勤。", hint, code="paper-elsewhere")
    elif item.entity == "organization" and _beyond(store, item):
        hint = "县里核实后，会随县里的数据包传到本机；急用时请与县里联系。"
        raise AppError(
            f"该党组织不归本单位管，{COUNTY.words}，没有改动。", hint, code="county-only"
        )


def _beyond(store: Store, item: ReviewItem) -> bool:
    if store.site.level == site.COUNTY:
        return False
    with store.database.snapshot() as connection:
        return not Context(connection).is_own(item.uid)
