"""设置: since when a value holds can be set right, and what was set by mistake taken back."""

import datetime

import pytest

from app.data.hours_summary import problems
from app.domain.errors import AppError, InvalidInput
from app.services.checks import Question
from app.services.dated_settings import (
    date_setting,
    remove_setting,
    restore_setting,
    settings_history,
)
from app.services.hours import hours_of_member
from app.services.settings import change_settings, current_settings
from app.services.store import Store
from app.services.summaries import summary_figures
from tests.builders import Pair, make_class, make_member, mark

AUTUMN = datetime.date(2026, 11, 21)


def test_a_rule_dated_back_counts_from_then(store: Store) -> None:
    """Late for two half-days of 4 hours in March: 8 hours; late counts nothing from today on, then
    from 1 January on: 0 hours; taken back: 8 again."""
    member = make_member(store)
    held = make_class(store, [member], first_day="2026-03-02")
    for session in held.sessions:
        mark(store, session, member, "迟到")
    change_settings(store, {"late_counts": "0"})

    def hours() -> tuple[float, float]:
        assert list(problems(store.database.read())) == []
        found = summary_figures(store, Question(2026, as_of=AUTUMN))
        return hours_of_member(store, member, 2026, AUTUMN).total, found.hours

    assert hours() == (8, 8)
    [line] = settings_history(store)
    assert (line.value, line.from_on, line.ours) == ("否", datetime.date.today().isoformat(), True)
    date_setting(store, line.uid, "2026-01-01", "县里通知")
    assert hours() == (0, 0)
    with pytest.raises(InvalidInput):
        date_setting(store, line.uid, "")
    with pytest.raises(InvalidInput, match="原因"):
        remove_setting(store, line.uid, " ")
    remove_setting(store, line.uid, "设错了")
    assert hours() == (8, 8)
    assert current_settings(store)["late_counts"] == "1"
    restore_setting(store, line.uid)
    assert hours() == (0, 0)


def test_a_township_leaves_what_the_county_set(pair: Pair) -> None:
    change_settings(pair.county, {"late_counts": "0"})
    pair.settle()
    [line] = settings_history(pair.township)
    assert not line.ours
    with pytest.raises(AppError, match="县里的设置"):
        date_setting(pair.township, line.uid, "2026-01-01")
    with pytest.raises(AppError, match="县里的设置"):
        remove_setting(pair.township, line.uid, "不要")
    date_setting(pair.county, line.uid, "2026-01-01")
    pair.settle()
    [line] = settings_history(pair.township)
    assert line.from_on == "2026-01-01"
