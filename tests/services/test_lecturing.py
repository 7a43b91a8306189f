"""谁还没讲党课: counted for people of the roster, by clause and year."""

from datetime import date

import pytest

from app.domain.entity import REGISTRY, Value
from app.domain.errors import NotFound
from app.services import registers
from app.services.lecturing import who_owes_a_lecture
from app.services.store import Store
from tests.builders import change_member, make_county, make_member, make_organization
from tests.register_building import make_row

YEAR = date.today().year


def secretary(store: Store, place: bytes, name: str, **more: Value) -> bytes:
    uid = make_member(store, place, name, political_status="正式党员")
    make_row(store, "post", member=uid, organization=place, title="书记", **{"to_on": None, **more})
    return uid


def lecture(store: Store, lecturer: bytes | None, **more: Value) -> bytes:
    said: dict[str, Value] = {
        "topic": "怎样当好支部书记",
        "held_on": f"{YEAR}-01-05",
        "speaker": "王䶮",
        "lecturer": lecturer,
        "speaks_as": "基层党组织书记",
        "medium": "现场",
    }
    return registers.save_row(store, REGISTRY["lecture"], None, {**said, **more}).uid


def test_who_lectured_is_not_listed_any_more(store: Store) -> None:
    """HN-20: 基层党组织负责人每年至少为党员讲1次党课. Two of three branches have."""
    places = [make_organization(store, f"{name}村党支部") for name in ("东", "西", "南")]
    east, west, south = (
        secretary(store, place, name, from_on=f"{YEAR - 2}-03")
        for place, name in zip(places, ("王䶮", "李㛃", "张𬱖"), strict=True)
    )
    lecture(store, east)
    lecture(store, west, held_on=f"{YEAR - 1}-12-31")  # of last year
    lecture(store, south, audience="本单位党员、群众")
    owing = who_owes_a_lecture(store, YEAR, duty="HN-20")
    assert [(one.name, one.given) for one in owing] == [("李㛃", 0)]
    assert owing[0].posts == "西村党支部书记"
    assert "每年至少1次" in owing[0].asked
    last = who_owes_a_lecture(store, YEAR - 1, duty="HN-20")
    assert {one.name for one in last} == {"王䶮", "张𬱖"}
    own = who_owes_a_lecture(store, YEAR, duty="JN-35")
    assert {(one.name, one.given) for one in own} == {("王䶮", 1), ("李㛃", 0)}, "未为本单位党员讲"
    assert len(who_owes_a_lecture(store, YEAR, organization=places[1])) == 1


def test_the_post_of_the_day_decides(store: Store) -> None:
    place = make_organization(store, "李家村党支部")
    secretary(store, place, "离任的", from_on="2019", to_on=f"{YEAR - 1}-06")
    secretary(store, place, "新上任的", from_on=f"{YEAR}-01-01")
    away = secretary(store, place, "转出的", from_on="2019")
    change_member(store, away, status="已转出")
    [now] = who_owes_a_lecture(store, YEAR, duty="HN-20")
    assert now.name == "新上任的"
    assert f"本年 {YEAR}-01-01 任职" in now.note


def test_a_lecture_that_names_nobody_of_the_roster_is_told(store: Store) -> None:
    place = make_organization(store, "李家村党支部")
    secretary(store, place, "王䶮", from_on="2019")
    lecture(store, None)
    [one] = who_owes_a_lecture(store, YEAR, duty="HN-20")
    assert "有 1 次同名讲课没有选到名册" in one.note


def test_a_merged_person_has_the_lectures_of_both(store: Store) -> None:
    place = make_organization(store, "李家村党支部")
    kept = secretary(store, place, "王䶮", from_on="2019")
    twice = make_member(store, place, "王䶮")
    lecture(store, twice)
    change_member(store, twice, merged_into=kept)
    assert who_owes_a_lecture(store, YEAR, duty="HN-20") == []


def test_the_county_secretary_by_network_and_a_township_within_a_class(tmp_path: object) -> None:
    """HN-21 电视、远程教育网络、互联网等平台; JN-34 结合党员示范培训和集中培训."""
    store = make_county(tmp_path)  # type: ignore[arg-type]
    root = store.site.organization
    head = secretary(store, root, "县委书记", from_on="2020")
    town = make_organization(store, "青山镇党委", kind="党委", parent=root)
    secretary(store, town, "镇党委书记", from_on="2020")
    lecture(store, head)
    assert [one.name for one in who_owes_a_lecture(store, YEAR, duty="HN-21")] == ["县委书记"]
    lecture(store, head, medium="电视")
    assert who_owes_a_lecture(store, YEAR, duty="HN-21") == []
    names = {one.name for one in who_owes_a_lecture(store, YEAR, duty="JN-34")}
    assert names == {"县委书记", "镇党委书记"}
    assert who_owes_a_lecture(store, YEAR, duty="P24-10") == [], "no 干部职级 says so"
    change_member(store, head, grade="县处级正职")
    assert who_owes_a_lecture(store, YEAR + 0, duty="P24-10") == [], "he has lectured"
    with pytest.raises(NotFound, match="没有“HN-99”"):
        who_owes_a_lecture(store, YEAR, duty="HN-99")
    store.close()


def test_in_a_townships_own_store_its_root_is_the_township(store: Store) -> None:
    """JN-34 街镇党(工)委书记 is bound at both sites alike; a branch below is not."""
    secretary(store, store.site.organization, "镇党委书记", from_on="2020")
    secretary(store, make_organization(store, "李家村党支部"), "支部书记", from_on="2020")
    found = who_owes_a_lecture(store, YEAR, duty="JN-34")
    assert [one.name for one in found] == ["镇党委书记"]
