"""设置 as they were dated: since when each value holds; a wrong day is set right."""

from dataclasses import dataclass

from app.data import site
from app.data.queries.settings import SettingRow, settings_told
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.errors import AppError, InvalidInput, NotFound
from app.domain.parsing import parse
from app.domain.settings import DECLARED
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One value with the day from which it holds."""

    uid: bytes
    label: str
    value: str
    from_on: str
    entered: str
    operator: str
    ours: bool


def settings_history(store: Store) -> list[SettingLine]:
    """Every value that was ever set, the latest first; before them the value the program begins
    with holds."""
    return [
        SettingLine(
            row.uid,
            DECLARED[row.key].label,
            DECLARED[row.key].said(row.value),
            row.from_on,
            row.entered,
            row.operator,
            _is_ours(store, row),
        )
        for row in settings_told(store.database.read())
        if row.key in DECLARED
    ]


def date_setting(store: Store, uid: bytes, from_on: str, reason: str = "") -> None:
    """Since when a value holds; hours are counted anew by it, papers that were issued stay.

    Raises:
        InvalidInput: no date.
        AppError: the county set it, and this is a township.
    """
    row = _row(store, uid)
    entity = entity_named("setting")
    values = parse(entity, {"from_on": from_on}, partial=True)
    if not values["from_on"]:
        raise InvalidInput({"from_on": "请填写起用日期"})
    with store.change(
        "改设置的起用日期", reason=reason, summary=DECLARED[row.key].label, needs=Verb.SETTINGS
    ) as change:
        change.update(entity, uid, values)


def remove_setting(store: Store, uid: bytes, reason: str) -> None:
    """Set by mistake: what was in force before goes on.

    Raises:
        InvalidInput: no reason was given.
        AppError: the county set it, and this is a township.
    """
    row = _row(store, uid)
    if not reason.strip():
        raise InvalidInput({"reason": "请写明撤销的原因"})
    summary = DECLARED[row.key].label
    with store.change(
        "撤销设置", reason=reason.strip(), summary=summary, needs=Verb.SETTINGS
    ) as change:
        change.remove(entity_named("setting"), uid)


def restore_setting(store: Store, uid: bytes) -> None:
    """Bring back what was taken back."""
    with store.change("恢复设置", needs=Verb.SETTINGS) as change:
        change.restore(entity_named("setting"), uid)


def _row(store: Store, uid: bytes) -> SettingRow:
    told = settings_told(store.database.read())
    row = next((one for one in told if one.uid == uid and one.key in DECLARED), None)
    if row is None:
        raise NotFound("这一条设置已经不在了。", "请重新打开“设置”。")
    if not _is_ours(store, row):
        raise AppError(
            "这是县里的设置，由县里修改，没有改动。", "请联系县里；改好后会随数据下发到本机。"
        )
    return row


def _is_ours(store: Store, row: SettingRow) -> bool:
    return store.site.level == site.COUNTY or row.rank == store.site.rank
