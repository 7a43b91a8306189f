"""No two computers choose one name for a package, whatever they are called."""

from datetime import UTC, datetime
from pathlib import Path

from app.services.exchange.package_names import package_name
from app.services.exchange.sending import export_package, find_peer
from tests.builders import TOWNSHIP, enrol, make_county, make_member, make_store

AT = datetime(2026, 11, 30, 9, 30, 15, tzinfo=UTC)


def test_two_computers_of_one_township_in_one_second(tmp_path: Path) -> None:
    county = make_county(tmp_path)
    folder = tmp_path / "共享文件夹"
    folder.mkdir()
    stores = []
    for number in (1, 2):
        place = tmp_path / str(number)
        place.mkdir()
        stores.append(make_store(place))
        make_member(stores[-1])
        enrol(county, stores[-1], place, TOWNSHIP)
    for store in stores:
        peer = find_peer(store, county.site.name)
        export_package(store, peer, folder / package_name(store, peer, AT))
    assert len(list(folder.glob("青山镇发云岭县-20261130-093015-*.xjb"))) == 2
    for store in (*stores, county):
        store.close()
