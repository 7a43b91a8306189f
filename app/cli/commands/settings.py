"""`settings`: what is declared, what is in force and since when; a value is changed."""

from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.command import Command, argument
from app.cli.context import Context
from app.cli.tables import table
from app.domain.settings import SETTINGS, Declared, declared_setting

if TYPE_CHECKING:
    from app.services.store import Store

_NOT_SET = "（未设置）"


def list_all(context: Context) -> Answer:
    """Every setting with what is in force today."""
    with context.store() as store:
        keys = [_keys(store, one) for one in SETTINGS]
    cells = [[k["key"], k["label"], k["said"], k["kind"], k["explanation"]] for k in keys]
    return Answer({"settings": keys}, table(("编号", "设置", "取值", "类型", "说明"), cells))


def show(context: Context) -> Answer:
    """One setting, with every value it ever had."""
    setting = declared_setting(context.given.key)
    with context.store() as store:
        return _answer(store, setting)


def put(context: Context) -> Answer:
    """Another value from today on."""
    from app.services.settings import change_settings

    setting = declared_setting(context.given.key)
    with context.store() as store:
        change_settings(store, {setting.key: context.given.value})
        return _answer(store, setting)


def _answer(store: "Store", setting: Declared) -> Answer:
    from app.services.dated_settings import settings_history

    keys = _keys(store, setting)
    past = [
        {"value": line.value, "from_on": line.from_on, "operator": line.operator}
        for line in settings_history(store)
        if line.label == setting.label
    ]
    lines = [
        f"{setting.label}（{setting.key}）：{keys['said']}",
        f"类型：{setting.kind}{f'；{setting.allowed}' if setting.allowed else ''}",
        *([f"单位：{setting.unit}"] if setting.unit else []),
        f"说明：{setting.explanation}",
        *([] if setting.own else [f"默认：{setting.said(setting.default)}"]),
        *(f"{one['from_on']} 起：{one['value']}（{one['operator']}）" for one in past),
    ]
    return Answer({**keys, "past": past}, lines)


def _keys(store: "Store", setting: Declared) -> dict[str, Any]:
    from app.services.settings import current_settings

    value = current_settings(store)[setting.key]
    return {
        "key": setting.key,
        "label": setting.label,
        "kind": setting.kind.value,
        "unit": setting.unit,
        "allowed": setting.allowed,
        "default": setting.default,
        "value": value,
        "said": setting.said(value) if value else _NOT_SET,
        "own": setting.own,
        "explanation": setting.explanation,
    }


_KEY = argument("key", metavar="设置", help="编号或名称，见 settings list")

COMMANDS = (
    Command("settings list", "全部设置：取值、类型、单位、说明", list_all),
    Command("settings show", "一项设置，及历次取值", show, (_KEY,)),
    Command(
        "settings set",
        "改一项设置，从今天起生效",
        put,
        (_KEY, argument("value", metavar="取值", help="数字、是／否、名称或编号格式")),
    ),
)
