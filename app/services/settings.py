"""设置: read what is in force, change it from a day on."""

from collections.abc import Mapping
from datetime import date

from app.data import site
from app.data.queries.settings import setting_value
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.errors import InvalidInput
from app.domain.settings import DECLARED, DEFAULTS, SETTINGS, problem_of
from app.services.store import Store

SIGNATURE = "signed_as"


def current_settings(store: Store) -> dict[str, str]:
    """Every setting with the value in force today."""
    connection, today = store.database.read(), date.today().isoformat()
    return {
        one.key: setting_value(connection, one.key, today)
        if one.key in DEFAULTS
        else store.site.signed_as
        for one in SETTINGS
    }


def change_signature(store: Store, name: str) -> None:
    """Say what stands under this site's papers from now on; papers already issued keep theirs.

    Raises:
        InvalidInput: it is no name that can sign.
    """
    change_settings(store, {SIGNATURE: name})


def change_settings(store: Store, typed: Mapping[str, str]) -> None:
    """Set values from today on: all, or when one cannot be, none. What was in force before stays
    for earlier days; a site's own are not dated.

    Raises:
        InvalidInput: unknown settings, or values they cannot have.
    """
    wanted = {
        key: DECLARED[key].stored(text) if key in DECLARED else text for key, text in typed.items()
    }
    if problems := {key: words for key, text in wanted.items() if (words := problem_of(key, text))}:
        raise InvalidInput(problems)
    if not wanted:
        return
    today = date.today().isoformat()
    said = [f"{DECLARED[key].label}：{DECLARED[key].said(value)}" for key, value in wanted.items()]
    with store.change("修改设置", summary="；".join(said), needs=Verb.SETTINGS) as change:
        for key, value in wanted.items():
            if DECLARED[key].own:
                site.put(change.connection, key, value)
            else:
                values = {"key": key, "value": value, "from_on": today}
                change.create(entity_named("setting"), values)
