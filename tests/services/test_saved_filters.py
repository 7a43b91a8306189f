"""Filters under a name: kept, replaced, taken away; what is no filter is refused in words."""

import pytest

from app.domain.entity import Value
from app.domain.errors import InvalidInput, NotFound
from app.domain.registers import REGISTERS
from app.services.saved_filters import SavedFilter, drop_filter, keep_filter, saved_filters
from app.services.store import Store

TEACHERS = REGISTERS["teacher"]


def test_a_filter_is_kept_replaced_and_taken_away(store: Store) -> None:
    place = store.site.organization
    said: dict[str, Value] = {"kind": "专职", "organization": place}
    keep_filter(store, TEACHERS, SavedFilter(" 专职 ", "张", said))
    (kept,) = saved_filters(store, TEACHERS)
    assert (kept.name, kept.text, kept.filters) == ("专职", "张", said)
    keep_filter(store, TEACHERS, SavedFilter("专职", "", {"kind": "专职"}))
    assert [one.text for one in saved_filters(store, TEACHERS)] == [""]
    assert saved_filters(store, REGISTERS["venue"]) == []
    drop_filter(store, TEACHERS, "专职")
    assert saved_filters(store, TEACHERS) == []
    with pytest.raises(NotFound, match="没有叫“专职”的常用筛选"):
        drop_filter(store, TEACHERS, "专职")


@pytest.mark.parametrize(
    ("name", "filters", "words"),
    [
        (" ", {"kind": "专职"}, "1 到 20 个字"),
        ("长" * 21, {"kind": "专职"}, "1 到 20 个字"),
        (TEACHERS.views[0].title, {"kind": "专职"}, "已有的常用筛选"),
        ("全部", {}, "现在没有筛选"),
    ],
)
def test_what_is_no_filter_is_refused(
    store: Store, name: str, filters: dict[str, str], words: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        keep_filter(store, TEACHERS, SavedFilter(name, "", filters))
    assert words in str(refused.value.problems)
    assert saved_filters(store, TEACHERS) == []
