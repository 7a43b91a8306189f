"""`returns` and `package receive --return`: what was sent back, on the command line."""

from pathlib import Path
from typing import Any

from app.domain.entity import Value
from app.services.store import Store
from tests.builders import Pair, package_file
from tests.cli.conftest import Run
from tests.services.exchange.test_sending_back import Held, held_at


def listed(run: Run, store: Store, *more: str) -> list[dict[str, Any]]:
    ran = run("returns", *more, "--json", "--store", store.path)
    assert ran.code == 0, ran.err
    found = ran.keys["open"]
    assert isinstance(found, list)
    return found


def sent_back(run: Run, pair: Pair) -> Held:
    """A record sent back while it is received; the receipt reaches the township."""
    pair.settle()
    held = held_at(pair.township)
    file = package_file(pair.township, pair.county, pair.folder)
    seen = run("package", "inspect", file, "--json", "--store", pair.county.path).keys
    (row,) = [row for row in seen["rows"] if row["entity"] == "record"]
    assert (row["what"], row["organization"], row["subject"]) == ("新增", "青山镇", "王小明")
    assert {"field": "hours", "label": "学时", "before": "", "after": "8"} in row["fields"]
    done = run(
        *("package", "receive", file, "--return", f"record:{row['id']}=缺证明材料"),
        *("--json", "--store", pair.county.path),
    )
    assert (done.code, done.keys["returned"]) == (0, 1)
    taken = run("package", "receive", done.keys["receipt"], "--json", "--store", pair.township.path)
    assert (taken.code, taken.keys["returned"]) == (0, 1)
    return held


def test_there_explained_and_withdrawn(run: Run, pair: Pair) -> None:
    held = sent_back(run, pair)
    (back,) = listed(run, pair.township)
    keys: dict[str, Value] = {
        "entity": "record",
        "kind": "其他培训记录",
        "row": held.record.hex(),
        "subject": "王小明",
        "reason": "缺证明材料",
        "state": "待更正",
    }
    assert keys.items() <= back.items()
    (told,) = listed(run, pair.township, "--explain", back["id"], "--answer", "已补")
    assert (told["state"], told["answer"]) == ("已说明", "已补")
    plain = run("returns", "--store", pair.township.path)
    assert "缺证明材料" in plain.out
    assert "退回待处理 1 条" in plain.out
    assert listed(run, pair.county, "--withdraw", back["id"], "--reason", "属实") == []
    (again,) = listed(run, pair.county, "--add", f"考勤:{held.mark.hex()}", "--reason", "没签名")
    assert again["what"] == "2026-03-02 上午 党员集中轮训班 出勤"
    refused = run("returns", "--withdraw", back["id"], "--reason", "x", "--store", pair.county.path)
    assert refused.code == 1
    assert "已撤回" in refused.err


def test_wrong_words_are_wrong_usage(run: Run, pair: Pair, tmp_path: Path) -> None:
    for argv in (
        ("returns", "--add", "record:1", "--reason", "x"),
        ("returns", "--add", f"nothing:{'0' * 32}", "--reason", "x"),
        ("returns", "--add", f"record:{'0' * 32}"),
        ("returns", "--explain", "0" * 32),
        ("package", "receive", tmp_path / "x.xjb", "--return", f"record:{'0' * 32}"),
    ):
        assert run(*argv, "--store", pair.county.path).code == 2


def test_the_limit_of_the_preview(run: Run, pair: Pair) -> None:
    held_at(pair.township)
    file = package_file(pair.township, pair.county, pair.folder)
    argv = ("package", "inspect", file, "--limit", "2")
    seen = run(*argv, "--json", "--store", pair.county.path).keys
    assert len(seen["rows"]) == 2
    assert sum(seen["unlisted"].values()) + 2 == seen["new"] + seen["changed"]
    assert "没有列出" in run(*argv, "--store", pair.county.path).out
