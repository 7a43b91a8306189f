"""Two computers of one township read apart wherever a sender is named, by what they signed."""

from pathlib import Path

import pytest

from app.data.queries.package_log import package_register
from app.data.queries.peer_list import all_peers
from app.domain.exchange.revocation import RevocationReason
from app.services.exchange.exchange_health import health
from app.services.exchange.putting_aside import put_aside, put_aside_packages
from app.services.exchange.receiving import inspect_package, receive_package
from app.services.exchange.restore_points import restore_points
from app.services.exchange.revoking import revoke
from app.services.exchange.sending import export_package, find_peer
from app.services.exchange.stick import on_stick
from app.services.papers.selection import Selection
from app.services.papers.site_papers import handover_slip
from app.services.store import Store
from tests.builders import enrol, make_county, make_member, make_store


@pytest.fixture
def computers(tmp_path: Path) -> tuple[Store, Store, Store]:
    """The county, and two computers that both call themselves 青山镇."""
    county = make_county(tmp_path)
    made = []
    for operator in ("王芳", "赵强"):
        folder = tmp_path / operator
        folder.mkdir()
        one = make_store(folder, operator=operator)
        enrol(county, one, folder)
        made.append(one)
    return county, made[0], made[1]


def test_every_list_and_paper_tells_which_computer_sent_it(
    tmp_path: Path, computers: tuple[Store, Store, Store]
) -> None:
    county, *both = computers
    stick = tmp_path / "stick"
    stick.mkdir()
    titles = ["青山镇（第 1 台 王芳）", "青山镇（第 2 台 赵强）"]
    for number, one in enumerate(both):
        make_member(one)
        file = stick / f"{number}.xjb"
        export_package(one, find_peer(one, "云岭县"), file)
        assert inspect_package(county, file).sender == f"青山镇（第 {number + 1} 台）", "nobody yet"
        receive_package(county, file)
        slip = handover_slip(county, Selection())
        since = all_peers(county.database.read())[number].enrolled_at[:10]
        assert slip.sender == f"{titles[number].removesuffix('）')} {since} 开户）"
    connection = county.database.read()
    assert [peer.title for peer in all_peers(connection)] == titles
    assert [peer for _, _, peer in package_register(connection)] == titles[::-1]
    assert [one.name for one in health(county)] == titles
    assert all(title in "".join(p.name for p in restore_points(county)) for title in titles)
    packages = [f for f in on_stick(county, stick) if f.path.suffix == ".xjb"]
    assert sorted(file.from_name for file in packages) == titles

    make_member(both[1])
    later = stick / "later.xjb"
    export_package(both[1], find_peer(both[1], "云岭县"), later)
    put_aside(county, later, "")
    assert [one.peer for one in put_aside_packages(county)] == titles[1:]
    issued = stick / "issued.xjb"
    export_package(county, all_peers(connection)[1], issued)
    words = {file.path: file.words for file in on_stick(county, stick)}
    assert titles[1] in words[issued]


def test_one_computer_keeps_its_plain_name_and_a_stopped_one_says_so(
    tmp_path: Path, computers: tuple[Store, Store, Store]
) -> None:
    county, first, _ = computers
    alone = make_store(tmp_path, "白云乡")
    enrol(county, alone, tmp_path)
    revoke(county, all_peers(county.database.read())[0], RevocationReason.RETIRED, 0)
    assert [peer.title for peer in all_peers(county.database.read())] == [
        "青山镇（第 1 台 已停用）",
        "青山镇（第 2 台）",
        "白云乡",
    ]
    assert all_peers(first.database.read())[0].title == "云岭县"
