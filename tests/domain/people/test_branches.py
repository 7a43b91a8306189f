"""Written names of branches and the tree they mean."""

import pytest

from app.domain.people.branches import Branches, KnownOrganization, canonical, kind_of

COUNTY, GREEN, WHITE = b"c", b"g", b"w"
TREE = Branches(
    [
        KnownOrganization(COUNTY, "云岭县", None),
        KnownOrganization(GREEN, "青山镇党委", COUNTY),
        KnownOrganization(WHITE, "白水镇党委", COUNTY),
        KnownOrganization(b"1", "李家村党支部", GREEN),
        KnownOrganization(b"2", "李家村党支部", WHITE),
        KnownOrganization(b"3", "青山镇王家村党支部", GREEN),
        KnownOrganization(b"4", "机关党总支", GREEN),
        KnownOrganization(b"5", "机关第一党支部", b"4"),
    ]
)


@pytest.mark.parametrize(
    ("written", "short", "kind"),
    [
        ("中共青山镇李家村支部委员会", "青山镇李家村党支部", "党支部"),
        ("中国共产党青山镇委员会", "青山镇党委", "党委"),
        ("李家村 支部", "李家村党支部", "党支部"),
        ("李家村联合党支部", "李家村联合党支部", "联合党支部"),
        ("机关总支部委员会", "机关党总支", "党总支"),
        ("机关党总支部", "机关党总支", "党总支"),
        ("开发区工委", "开发区党工委", "党工委"),
        ("青山镇", "青山镇", ""),
    ],
)
def test_canonical(written: str, short: str, kind: str) -> None:
    assert canonical(written) == short
    assert kind_of(written) == kind


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("青山镇李家村党支部", [b"1"]),
        ("中共白水镇李家村支部委员会", [b"2"]),
        ("云岭县青山镇李家村党支部", [b"1"]),
        ("李家村党支部", [b"1", b"2"]),
        ("李家村", [b"1", b"2"]),
        ("王家村党支部", [b"3"]),
        ("王家村", [b"3"]),
        ("青山镇王家村支部", [b"3"]),
        ("青山镇机关第一党支部", [b"5"]),
        ("机关总支", [b"4"]),
        ("青山镇", [GREEN]),
        ("中共云岭县委员会", [COUNTY]),
        ("红水镇李家村党支部", []),
        ("赵家村党支部", []),
    ],
)
def test_find(written: str, meant: list[bytes]) -> None:
    assert sorted(TREE.find(written)) == meant


def test_the_name_of_a_new_branch_leaves_out_its_parent() -> None:
    assert TREE.short_name("中共青山镇赵家村支部委员会", GREEN) == "赵家村党支部"
    assert TREE.short_name("白水镇赵家村党支部", GREEN) == "白水镇赵家村党支部"
    assert TREE.short_name("赵家村", GREEN) == "赵家村"


def test_above_and_below() -> None:
    assert TREE.is_under(b"5", COUNTY)
    assert not TREE.is_under(GREEN, b"5")
    assert not TREE.is_under(GREEN, GREEN)
