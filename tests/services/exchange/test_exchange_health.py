"""交换情况: the backlog is what would be sent, and the sentence says what is most urgent."""

import datetime
from pathlib import Path

import pytest

from app.domain.exchange.health import Condition, advice
from app.services.exchange import exchange_health, receiving, sending
from app.services.exchange.exchange_health import PeerHealth
from app.services.store import Store
from tests.builders import (
    Pair,
    change_member,
    enrol,
    hand_over,
    make_class,
    make_county,
    make_member,
    make_organization,
    make_store,
    mark,
    package_file,
    peer_at,
)


def one_health(store: Store) -> PeerHealth:
    (one,) = exchange_health.health(store)
    return one


def to_send(sender: Store, receiver: Store, folder: Path) -> int:
    target = folder / "count.xjb"
    target.unlink(missing_ok=True)
    return sending.export_package(sender, peer_at(sender, receiver), target).rows


def test_the_backlog_is_what_the_next_package_holds(tmp_path: Path) -> None:
    county = make_county(tmp_path)
    townships = [make_store(tmp_path, name) for name in ("青山镇", "白水镇")]
    for township in townships:
        enrol(county, township, tmp_path)
        branch = make_organization(township)
        people = [make_member(township, branch) for _ in range(4)]
        made = make_class(township, people[:3])
        mark(township, made.sessions[0], people[0])
        # Names above the township's own are no rows of its backlog.
        assert one_health(township).backlog == to_send(township, county, tmp_path)
        hand_over(township, county, tmp_path)
        assert one_health(township).backlog == 0
    class_for_all = make_class(county, [], name="县级班")
    people = [row[0] for row in county.database.read().execute("SELECT uid FROM member")]
    make_class(county, people, name="县里的大班")
    change_member(county, people[0], phone="13800000000")
    mark(county, class_for_all.sessions[0], people[5])
    found = {one.name: one.backlog for one in exchange_health.health(county)}
    for township in townships:
        counted = to_send(county, township, tmp_path)
        above = 1  # the county's own name
        assert found[township.site.name] == counted - above, township.site.name
        township.close()
    county.close()


def test_what_was_sent_and_confirmed(pair: Pair) -> None:
    make_member(pair.township)
    path = package_file(pair.township, pair.county, pair.folder)
    one = one_health(pair.township)
    assert (one.sent, one.confirmed) == (1, 0)
    assert one.words == "第 1 号包还没有回执：请收回回执；超过一个月可以再导出一次。"
    receipt = receiving.receive_package(pair.county, path).receipt
    assert receipt is not None
    receiving.receive_package(pair.township, receipt)
    one = one_health(pair.township)
    assert (one.sent, one.confirmed, one.backlog, one.age_days) == (1, 1, 0, 0)
    assert one.confirmed_at
    assert one.words == "还没有收到过云岭县的数据包。"
    pair.settle()
    assert one_health(pair.township).words == "两边一致，无需处理。"
    assert one_health(pair.county).words == "两边一致，无需处理。"


def test_a_gap_is_named_until_it_is_closed(pair: Pair) -> None:
    make_member(pair.township)
    pair.to_county()
    lost = package_file(pair.township, pair.county, pair.folder)
    with pair.township.database.write() as connection:
        connection.execute("UPDATE peer SET acked = acked + 1")
        connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'lseq'")
    receiving.receive_package(pair.county, package_file(pair.township, pair.county, pair.folder))
    one = one_health(pair.county)
    assert (one.gaps, one.put_aside) == ((2,), 1)
    assert one.words.startswith("缺第 2 号包")
    receiving.receive_package(pair.county, lost)
    receiving.receive_package(
        pair.county, package_file(pair.township, pair.county, pair.folder, full=True)
    )
    one = one_health(pair.county)
    assert (one.gaps, one.put_aside) == ((), 0)


@pytest.mark.parametrize(
    ("days", "told"), [(3, "快约"), (-400, "早约"), (0, ""), (-0.5, "早约"), (0.5, "")]
)
def test_a_clock_that_is_off_is_told_and_changes_nothing(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, days: float, told: str
) -> None:
    make_member(pair.township)
    pair.to_county()
    now = datetime.datetime.now().astimezone()
    shown = (now + datetime.timedelta(days=days)).isoformat(timespec="seconds")
    make_member(pair.township)
    with monkeypatch.context() as wrong:
        wrong.setattr(sending, "now_text", lambda: shown)
        path = package_file(pair.township, pair.county, pair.folder)
    assert receiving.receive_package(pair.county, path).applied == 1
    assert told in one_health(pair.county).clock_off
    assert bool(one_health(pair.county).clock_off) == bool(told)
    make_member(pair.township)
    if days <= 0:
        pair.to_county()
        assert one_health(pair.county).clock_off == ""


def test_rows_from_the_future_are_told(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as wrong:
        wrong.setattr("app.data.changing.time.time_ns", lambda: 4_102_444_800_000_000_000)  # 2100
        make_member(pair.township)
    pair.to_county()
    assert "录入时" in one_health(pair.county).clock_off


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition("青山镇"), "还没有收到过青山镇的数据包"),
        (Condition("青山镇", silent_days=34), "已 34 天没有新包：请催报"),
        (Condition("云岭县", upwards=True, silent_days=34), "向县里要一次下发"),
        (Condition("青山镇", silent_days=1), "两边一致"),
        (Condition("青山镇", backlog=5, silent_days=1), "有 5 条对方还没有：请做一次数据下发"),
        (Condition("云岭县", upwards=True, backlog=5), "请做一次数据上报"),
        (Condition("青山镇", backlog=5, unconfirmed=1, last_number=7), "第 7 号包还没有回执"),
        (Condition("青山镇", held=2, backlog=5), "有 2 条来自青山镇的记录未写入"),
        (Condition("青山镇", gaps=(4, 5), clock_off="快约 3 天"), "缺第 4 至 5 号包"),
        (Condition("青山镇", clock_off="快约 3 天", held=1), "电脑时间不准（快约 3 天）"),
        (Condition("青山镇", gaps=(4,), forks=1), "两台电脑"),
        (Condition("青山镇", differing="党员", waiting=1), "两边数据不一致（党员）"),
        (Condition("青山镇", newer=1, waiting=1), "请先升级"),
        (Condition("青山镇", waiting=1), "有 1 个数据包暂存"),
        (Condition("青山镇", refused=True), "请电话核对"),
        (Condition("青山镇", revoked=True, gaps=(4,)), "已停用"),
    ],
)
def test_the_most_urgent_comes_first(condition: Condition, words: str) -> None:
    assert words in advice(condition)


def test_contents_that_differ_are_told_until_they_agree(pair: Pair) -> None:
    member = make_member(pair.township)
    pair.settle()
    with pair.county.database.write() as connection:  # behind the program's back
        connection.execute("UPDATE member SET name = '被改的人' WHERE uid = ?", (member,))
    pair.to_county()
    one = one_health(pair.township)
    assert "党员" in one.differing
    assert one.words.startswith("两边数据不一致（")
    with pair.county.database.write() as connection:
        connection.execute("UPDATE member SET name = '王小明' WHERE uid = ?", (member,))
    pair.settle()
    assert one_health(pair.township).differing == ""
