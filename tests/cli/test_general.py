"""The general rules of the contract: options, JSON, exit codes, words."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import paths, tree
from app.cli.chinese_usage import in_chinese
from app.cli.command import Command
from app.cli.tables import table
from app.services.store import Store
from tests.builders import PASSWORD, make_member, make_organization
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "argv",
    [
        ["--store", "{store}", "--json", "site", "show"],
        ["site", "--store", "{store}", "--json", "show"],
        ["site", "show", "--json", "--store", "{store}"],
        ["--json", "site", "--store", "{store}", "show"],
        ["--store", "/nowhere/else", "site", "show", "--store", "{store}", "--json"],
    ],
)
def test_general_options_stand_anywhere(run: Run, store: Store, argv: list[str]) -> None:
    ran = run(*(part.format(store=store.path) for part in argv))
    assert ran.code == 0
    assert ran.keys["site"] == store.site.uid.hex()


def test_the_store_may_come_from_the_environment(
    run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUEJI_STORE", str(store.path))
    assert run("site", "show", "--json").keys["name"] == "青山镇"


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["尽快"], "没有“尽快”这个命令"),
        (["list", "people"], "没有“people”这个类别"),
        (["site"], "缺少：动作"),
        (["list"], "请从 类别 --kinds 中写一个"),
        (["init", "--level", "county"], "缺少：--name"),
        (["init", "--level", "province", "--name", "x"], "没有“province”这个--level"),
        (["search", "张", "--limit", "many"], "不是数目"),
        (["search", "张", "--limit", "0"], "不是数目"),
        (["list", "members", "--as-of", "2026-02-30"], "不是日期"),
        (["list", "members", "--as-of"], "--as-of 后面要写一个值"),
        (["site", "confirm"], "请从 --moved --new 中写一个"),
        (["site", "confirm", "--moved", "--new"], "--new 与 --moved 只能写一个"),
        (["search", "张", "--fast"], "不认识的内容：--fast"),
        (["site", "show", "--json=1"], "--json 不带值"),
        (["conflicts", "--resolve", "x"], "--take"),
        (["--json"], "缺少：命令"),
    ],
)
def test_wrong_usage_is_told_in_chinese(run: Run, argv: list[str], says: str) -> None:
    ran = run(*argv)
    assert ran.code == 2
    assert says in ran.err
    assert "用法：xueji" in ran.err
    assert not any(word in ran.err for word in ("usage", "error", "argument", "required"))


@pytest.mark.parametrize(
    "words",
    [
        ("template", "roster", "{name}"),
        ("print", "roster", "-o", "{name}"),
        ("backup", "create", "{name}"),
        ("import", "roster", "花名册.xlsx", "--errors", "{name}"),
        ("package", "request", "-o", "{name}"),
        ("demo", "--out", "{name}"),
        ("demo", "--out", "{name}/演示"),
    ],
)
@pytest.mark.parametrize("name", ["report:a.xlsx", "NUL", "名单.xlsx."])
def test_on_windows_a_name_that_means_another_file_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...], name: str
) -> None:
    monkeypatch.setattr(paths, "WINDOWS", True)
    ran = run(*(word.format(name=name) for word in words))
    assert ran.code == 2
    assert f"“{name}”" in ran.err
    assert "请换一个名字" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_elsewhere_such_a_name_is_a_name(run: Run, tmp_path: Path) -> None:
    if paths.WINDOWS:
        pytest.skip("Windows takes it otherwise")
    assert run("template", "roster", "report:a.xlsx").code == 0
    assert (tmp_path / "report:a.xlsx").is_file()


def test_wrong_usage_with_json_is_still_one_object(run: Run) -> None:
    ran = run("--json", "nonsense")
    assert ran.code == 2
    assert ran.error["code"] == "usage"


def test_every_message_of_argparse_has_a_chinese_form() -> None:
    for message in (
        "the following arguments are required: a, b",
        "unrecognized arguments: --x",
        "argument --x: expected one argument",
        "argument --x: expected at least one argument",
        "argument --x: expected 2 arguments",
        "argument --x: invalid int value: 'y'",
        "argument -a: not allowed with argument -b",
        "one of the arguments -a -b is required",
        "argument --j: ignored explicit argument '1'",
        "argument 类别: invalid choice: 'x' (choose from a, b)",
        "argument 类别: invalid choice: 'x' (choose from 'a', 'b')",
        "something that argparse may say one day",
    ):
        told = in_chinese(message)
        assert not any(word in told for word in ("argument", "expected", "choose", "required"))


@pytest.mark.parametrize("argv", [["--help"], ["list", "-h"], ["package", "--help"]])
def test_help_is_chinese(run: Run, argv: list[str]) -> None:
    ran = run(*argv)
    assert ran.code == 0
    assert "用法：" in ran.out
    assert "通用选项" in ran.out
    assert not any(word in ran.out for word in ("usage:", "options:", "positional", "show this"))


def test_every_command_has_help_and_its_own_usage() -> None:
    parser = tree.build()
    for command in tree.COMMANDS:
        assert command.help
        with pytest.raises(SystemExit):
            parser.parse_args([*command.words.split(), "--help"])


@pytest.mark.parametrize("command", tree.COMMANDS, ids=lambda c: c.words)
def test_only_reading_commands_move_today(command: Command) -> None:
    reading = {"check", "todo", "hours", "summary", "list", "person show"}
    assert command.moves_today == (command.words in reading)


def test_nothing_can_be_back_dated(run: Run, store: Store, tmp_path: Path) -> None:
    target = tmp_path / "x.xjbak"
    ran = run("--as-of", "2020-01-01", "--store", store.path, "backup", "create", target, "--json")
    assert ran.code == 1
    assert "不能倒签" in ran.error["message"]
    assert "不能倒签" in ran.err
    assert not target.exists()


def test_a_missing_store_is_named(run: Run, tmp_path: Path) -> None:
    ran = run("--json", "--store", tmp_path / "none.xueji", "site", "show")
    assert ran.code == 1
    assert ran.error["code"] == "no-store"
    assert "none.xueji" in ran.error["message"]
    assert ran.error["hint"] in ran.err


def test_a_wrong_password_opens_nothing(
    run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUEJI_PASSWORD", "something else")
    ran = run("--json", "--store", store.path, "list", "members")
    assert ran.code == 1
    assert ran.error["code"] == "password"


def test_without_password_and_keyboard_it_refuses(
    run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XUEJI_PASSWORD")
    ran = run("--json", "--store", store.path, "list", "members")
    assert ran.code == 1
    assert "XUEJI_PASSWORD" in ran.error["hint"]


def test_no_option_takes_a_password(run: Run, store: Store) -> None:
    ran = run("--store", store.path, "site", "show", "--password", PASSWORD)
    assert ran.code == 2


def test_a_file_that_is_no_store_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "letter.xueji"
    path.write_bytes(b"Dear county, " * 1000)
    ran = run("--json", "--store", path, "site", "show")
    assert ran.code == 1
    assert ran.error["message"]


def test_ambiguous_names_list_their_candidates(run: Run, store: Store) -> None:
    made = {make_organization(store, name).hex() for name in ("东村党支部", "东村第二党支部")}
    ran = run("--json", "--store", store.path, "list", "members", "--organization", "东村")
    assert ran.code == 1
    assert ran.error["code"] == "ambiguous"
    assert {one["id"] for one in ran.keys["candidates"]} == made
    assert all(one["name"] for one in ran.keys["candidates"])
    assert all(uid in ran.err for uid in made)


def test_candidates_of_one_name_are_told_apart_by_what_is_above_them(
    run: Run, store: Store
) -> None:
    for town in ("青山镇", "白水镇"):
        above = make_organization(store, town)
        make_organization(store, "东村党支部", parent=above)
    ran = run("--json", "--store", store.path, "list", "members", "--organization", "东村党支部")
    names = {one["name"] for one in ran.keys["candidates"]}
    assert names == {"东村党支部（青山镇）", "东村党支部（白水镇）"}


def test_an_unexpected_error_is_written_down_without_personal_data(
    run: Run, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = "".join(("王小", "明 1101051980", "01010012"))  # not in a line of the traceback

    def broken(*_: object) -> None:
        raise RuntimeError(someone)

    monkeypatch.setattr("app.services.searching.search_people", broken)
    ran = run("--json", "--store", store.path, "search", "王")
    log = tmp_path / "home" / "logs" / "xueji.log"
    assert ran.code == 1
    assert ran.error["code"] == "crash"
    assert str(log) in ran.err
    text = log.read_text("utf-8")
    assert "RuntimeError" in text
    assert "listing.py" in text
    assert "王小明" not in text
    assert "1101051980" not in text


def test_cancelling_is_told(run: Run, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancelled(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.services.searching.search_people", cancelled)
    ran = run("--json", "--store", store.path, "search", "王")
    assert (ran.code, ran.error["code"]) == (1, "cancelled")
    assert "已取消" in ran.err


def test_words_of_libraries_never_reach_stdout(
    run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.searching.search_people", lambda *_: print("noise") or [])
    ran = run("--json", "--store", store.path, "search", "王")
    assert ran.keys == {"people": []}
    assert "noise" in ran.err


def test_files_that_cannot_be_written_are_no_crash(run: Run, store: Store, tmp_path: Path) -> None:
    for argv in (
        ["backup", "create", tmp_path / "file" / "x.xjbak"],
        ["package", "request", "-o", tmp_path / "missing" / "x.xjs"],
        ["template", "roster", tmp_path / "missing" / "x.xlsx"],
    ):
        (tmp_path / "file").write_text("no folder")
        ran = run("--json", "--store", store.path, *argv)
        assert (ran.code, ran.error["code"] != "crash") == (1, True), argv


def test_without_a_screen_the_window_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    ran = run()
    assert ran.code == 1
    assert "没有屏幕" in ran.err


def _process(store: Store, *argv: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    settings = {**os.environ, "XUEJI_PASSWORD": PASSWORD, "PYTHONPATH": str(ROOT), **more}
    settings.pop("PYTHONUTF8", None)
    command = [sys.executable, "-m", "app", "--store", str(store.path), *argv]
    return subprocess.run(command, env=settings, capture_output=True, stdin=subprocess.DEVNULL)


def test_a_real_process_speaks_utf8_whatever_the_locale(store: Store) -> None:
    make_member(store, name="王䶮")
    ran = _process(store, "search", "王䶮", "--json", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert ran.returncode == 0
    assert json.loads(ran.stdout.decode("utf-8"))["people"][0]["name"] == "王䶮"
    assert "王䶮".encode() in ran.stdout


def test_a_real_process_refuses_with_its_exit_code(store: Store) -> None:
    ran = _process(store, "conflicts", "--resolve", "nothing", "--take", "1", "--json")
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["error"]["code"] == "not-found"
    assert b"Traceback" not in ran.stderr


def test_a_reader_that_goes_away_is_no_error(store: Store) -> None:
    for _ in range(3):
        make_member(store)
    code = (
        "import os, subprocess, sys\n"
        "ran = subprocess.Popen([sys.executable, '-m', 'app', 'list', 'members'],"
        " stdout=subprocess.PIPE, stderr=subprocess.PIPE)\n"
        "ran.stdout.close()\n"
        "print(ran.stderr.read().decode(), ran.wait())\n"
    )
    settings = {
        **os.environ,
        "XUEJI_PASSWORD": PASSWORD,
        "XUEJI_STORE": str(store.path),
        "PYTHONPATH": str(ROOT),
    }
    ran = subprocess.run([sys.executable, "-c", code], env=settings, capture_output=True)
    assert ran.stdout.split() == [b"0"], ran.stdout + ran.stderr


def test_tables_are_aligned_by_display_width() -> None:
    rows = [["李四", 1.5, None], ["阿依古丽·买买提", 20, True], ["é\u0301", 4.0, "a\nb"]]
    assert list(table(("姓名", "学时", "注"), rows)) == [
        "姓名             学时  注",
        "李四              1.5",
        "阿依古丽·买买提    20  是",
        "é\u0301                   4  a b",
    ]


def test_bytes_that_are_no_text_are_wrong_usage(run: Run, store: Store) -> None:
    ran = run("search", "\udcff", "--store", str(store.path), "--json")
    assert ran.code == 2
    assert "无法识别的字符" in ran.keys["error"]["message"]
