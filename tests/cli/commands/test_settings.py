"""`settings`: everything that is declared is listed, shown and set; what cannot be is said."""

import pytest

from app.domain.settings import SETTINGS
from app.services.store import Store
from tests.cli.conftest import Ran, Run


@pytest.fixture
def here(run: Run, store: Store) -> Run:
    """Every command about this store."""

    def once(*argv: object) -> Ran:
        return run(*argv, "--store", store.path)

    return once


def test_every_declared_setting_is_listed(here: Run) -> None:
    listed = here("settings", "list", "--json").keys["settings"]
    assert [one["key"] for one in listed] == [one.key for one in SETTINGS]
    half = next(one for one in listed if one["key"] == "half_day_hours")
    assert (half["value"], half["unit"], half["kind"]) == ("4", "学时", "数字")
    assert all(one["explanation"] for one in listed)


def test_a_value_is_set_from_today_and_told_with_its_past(here: Run) -> None:
    done = here("settings", "set", "超过几天的班发结业证书", " 3.0 ", "--json").keys
    assert (done["value"], done["said"]) == ("3", "3 天")
    here("settings", "set", "late_counts", "否")
    shown = here("settings", "show", "late_counts", "--json").keys
    assert (shown["value"], shown["said"]) == ("0", "否")
    assert [one["value"] for one in shown["past"]] == ["否"]


def test_what_signs_is_a_setting_like_any_other(here: Run) -> None:
    assert here("settings", "set", "signed_as", "中共青山镇委员会").code == 0
    assert here("site", "show", "--json").keys["signed_as"] == "中共青山镇委员会"
    refused = here("settings", "set", "落款名称", "青山镇", "--json")
    assert refused.code == 1
    assert "不能落款" in str(refused.error)


def test_what_cannot_be_is_refused_in_words(here: Run) -> None:
    unknown = here("settings", "show", "hours", "--json")
    assert unknown.code == 1
    assert "没有“hours”这项设置" in unknown.error["message"]
    assert "half_day_hours" in str(unknown.error)
    for key, value, words in (
        ("half_day_hours", "很多", "要填数字"),
        ("hours_per_day", "8.5", "整数，6—12"),
        ("late_counts", "也许", "只能是是或否"),
        ("certificate_pattern", "{序号", "编号"),
    ):
        refused = here("settings", "set", key, value, "--json")
        assert refused.code == 1, key
        assert words in str(refused.error), key
    assert here("settings", "show", "half_day_hours", "--json").keys["value"] == "4"
