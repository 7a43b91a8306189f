"""设置: read what is in force, change it from a day on."""

from datetime import date

from app.data import site
from app.data.queries.settings import setting_value
from app.domain.declarations import entity_named
from app.domain.errors import InvalidInput
from app.domain.settings import BOUNDS, DEFAULTS, number_allowed
from app.domain.signing import SIGNED_AS, signing_name
from app.domain.training.certificate_number import number_pattern
from app.services.store import Store

LABELS = {
    "certificate_pattern": "结业证书编号格式",
    "certificates_longer_than_days": "超过几天的班发结业证书",
    "half_day_hours": "几学时算半天（新班也按这个数填）",
    "hours_per_day": "几学时折算一天（不满半天的按此折算）",
    "most_half_day_hours": "一个半天最多计几学时",
    "late_counts": "迟到早退计入学时（1 计入，0 不计）",
}


def current_settings(store: Store) -> dict[str, str]:
    """Every setting with the value in force today."""
    connection, today = store.database.read(), date.today().isoformat()
    return {key: setting_value(connection, key, today) for key in DEFAULTS}


def change_signature(store: Store, name: str) -> None:
    """Say what stands under this site's papers from now on; papers already issued keep theirs.

    Raises:
        InvalidInput: it is no name that can sign.
    """
    signed_as = signing_name(name)
    with store.change("修改设置", summary=f"{SIGNED_AS}：{signed_as}") as change:
        site.put(change.connection, "signed_as", signed_as)


def change_setting(store: Store, key: str, value: str) -> None:
    """Set a value from today on; what was in force before stays for earlier days.

    Raises:
        InvalidInput: an unknown setting or a value it cannot have.
    """
    if key not in DEFAULTS:
        raise InvalidInput({key: f"没有“{key}”这项设置"})
    if key == "certificate_pattern":
        number_pattern(value)
    elif key in BOUNDS and not number_allowed(key, value):
        raise InvalidInput({key: f"“{LABELS[key]}”要填数字：{BOUNDS[key].text}"})
    elif not value.replace(".", "", 1).isdigit():
        raise InvalidInput({key: f"“{LABELS[key]}”要填数字"})
    today = date.today().isoformat()
    with store.change("修改设置", summary=f"{LABELS[key]}：{value}") as change:
        values = {"key": key, "value": value, "from_on": today}
        change.create(entity_named("setting"), values)
