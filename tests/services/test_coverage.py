"""阵地 coverage: HN 一（三） 党员干部现代远程教育覆盖所有村、社区."""

from pathlib import Path

import pytest

from app.domain.entity import Value
from app.domain.errors import NotFound
from app.services.coverage import coverage_of
from app.services.store import Store
from tests.builders import change_row, make_county, make_organization
from tests.register_building import make_row


def village(store: Store, name: str, parent: bytes | None = None, **more: Value) -> bytes:
    uid = make_organization(store, name, parent=parent)
    change_row(store, "organization", uid, **(more or {"sector": "农村"}))
    return uid


def station(store: Store, place: bytes, name: str, **more: Value) -> bytes:
    said: dict[str, Value] = {"kind": "远程教育站点", "state": "在用", "organization": place}
    return make_row(store, "venue", name=name, **{**said, **more})


def test_who_has_none_comes_first(tmp_path: Path) -> None:
    """东 has its own, 西 is covered by it, 南 and 北 by one out of use, 中 by none."""
    store = make_county(tmp_path)
    town = make_organization(store, "青山镇党委", kind="党委")
    change_row(store, "organization", town, sector="农村")
    east, west, south, north = (
        village(store, f"{name}村党支部", town) for name in ("东", "西", "南", "北")
    )
    village(store, "中村党总支", town, level="村（社区）")
    village(store, "机关党支部", town, sector="机关")
    village(store, "村小学党支部", town, sector="农村", level="其他基层")
    made = station(store, east, "东村站")
    make_row(store, "venue_cover", venue=made, organization=west)
    closed = station(store, south, "南村站", state="停用")
    make_row(store, "venue_cover", venue=closed, organization=north)
    found = coverage_of(store)
    assert [one.name for one in found.places] == [
        "青山镇北村党支部",
        "青山镇南村党支部",
        "青山镇中村党总支",
        "青山镇东村党支部",
        "青山镇西村党支部",
    ]
    assert [one.venues for one in found.places][-2:] == [("东村站",), ("东村站",)]
    assert (found.without, found.words) == (3, "远程教育站点：5 个村（社区），已覆盖 2，没有 3")
    assert coverage_of(store, "党员活动室").without == 5
    with pytest.raises(NotFound):
        coverage_of(store, "没有的类别")
    store.close()
