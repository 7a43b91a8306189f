"""What each role may do is one table; nothing in it is left open."""

import pytest

from app.domain.accounts.roles import TABLE, Role, Verb, may, role_named, table, who_may, why_not


@pytest.mark.parametrize("level", ["county", "township"])
def test_every_verb_is_decided_and_the_head_may_everything(level: str) -> None:
    assert set(TABLE) == set(Verb)
    for verb in Verb:
        assert may(Role.HEAD, verb, level)
        assert who_may(verb, level)[0] == Role.HEAD


@pytest.mark.parametrize("level", ["county", "township"])
def test_who_only_looks_on_changes_nothing_and_takes_nothing_away(level: str) -> None:
    assert {v for v in Verb if may(Role.VIEWER, v, level)} == {Verb.READ, Verb.PRINT}


@pytest.mark.parametrize("level", ["county", "township"])
def test_a_clerk_does_the_daily_work_and_no_more(level: str) -> None:
    kept = {Verb.SETTINGS, Verb.ENROL, Verb.ACCOUNTS, Verb.RESTORE, Verb.ERASE}
    assert {v for v in Verb if not may(Role.CLERK, v, level)} == kept


def test_a_refusal_says_what_why_and_who_may() -> None:
    words = why_not(Role.VIEWER, Verb.ENTER, "township")
    assert words == "“只看”不能录入、修改、导入和结班，请由负责人或经办办理。"
    assert why_not(Role.CLERK, Verb.ENTER, "township") == ""


def test_a_word_that_nobody_knows_raises_nobody() -> None:
    assert [role_named(w) for w in ("负责人", "", "admin", "負責人")] == [
        *(Role.HEAD, Role.VIEWER, Role.VIEWER, Role.VIEWER)
    ]


def test_the_page_lists_every_verb_with_a_mark_per_role() -> None:
    rows = list(table("county"))
    assert len(rows) == len(Verb)
    assert all(len(marks) == len(Role) for _, marks in rows)
