"""设置: read what is in force, change it from a day on."""

from collections.abc import Mapping
from datetime import date

from app.data import site
from app.data.queries.settings import setting_value
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.errors import InvalidInput
from app.domain.settings import DECLARED, DEFAULTS, SettingKind, problem_of
from app.domain.signing import SIGNED_AS, signing_name
from app.domain.training.certificate_number import number_pattern
from app.services.store import Store


def current_settings(store: Store) -> dict[str, str]:
    """Every setting with the value in force today."""
    connection, today = store.database.read(), date.today().isoformat()
    return {key: setting_value(connection, key, today) for key in DEFAULTS}


def change_signature(store: Store, name: str) -> None:
    """Say what stands under this site's papers from now on; papers already issued keep theirs.

    Raises:
        InvalidInput: it is no name that can sign.
    """
    change_settings(store, {}, name)


def change_settings(store: Store, wanted: Mapping[str, str], signed_as: str | None = None) -> None:
    """Set values from today on, and what signs when given: all, or when one cannot be, none. What
    was in force before stays for earlier days.

    Raises:
        InvalidInput: unknown settings, or values they cannot have.
    """
    _check(wanted)
    name = None if signed_as is None else signing_name(signed_as)
    today = date.today().isoformat()
    said = [f"{DECLARED[key].label}：{DECLARED[key].said(value)}" for key, value in wanted.items()]
    said += [f"{SIGNED_AS}：{name}"] if name is not None else []
    if not said:
        return
    with store.change("修改设置", summary="；".join(said), needs=Verb.SETTINGS) as change:
        for key, value in wanted.items():
            values = {"key": key, "value": value, "from_on": today}
            change.create(entity_named("setting"), values)
        if name is not None:
            site.put(change.connection, "signed_as", name)


def _check(wanted: Mapping[str, str]) -> None:
    problems = {key: problem_of(key, value) for key, value in wanted.items()}
    for key, value in wanted.items():
        if key in DECLARED and DECLARED[key].kind is SettingKind.NUMBER_PATTERN:
            number_pattern(value)
    if found := {key: words for key, words in problems.items() if words}:
        raise InvalidInput(found)
