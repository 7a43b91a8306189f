"""Success is green, a warning amber, an error red, a note neutral: what is said decides."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError
from app.ui.notice_bar import NoticeBar

APP = Path(__file__).resolve().parents[2] / "app"
DONE = ("已", "已经")
WITH_DOUBTS = "已保存。"  # what follows it is what looks wrong


def beginnings(node: ast.AST, known: Mapping[str, ast.AST]) -> Iterator[str]:
    """With which words an argument may begin; of an f-string its first words."""
    if isinstance(node, ast.Name) and node.id in known:
        yield from beginnings(known[node.id], {})
    elif isinstance(node, ast.BinOp):
        yield from beginnings(node.left, known)
    elif isinstance(node, ast.JoinedStr) and node.values:
        yield "".join(str(v.value) for v in node.values if isinstance(v, ast.Constant))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def amber_in(function: ast.FunctionDef) -> Iterator[str]:
    known = {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".warn") and node.args:
            for words in beginnings(node.args[0], known):
                done = words.lstrip(" ：").startswith(DONE) and not words.startswith(WITH_DOUBTS)
                if done or "已写好" in words or "已更换" in words:
                    yield words


def amber_successes(tree: ast.Module) -> list[str]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [words for function in functions for words in amber_in(function)]


def test_no_success_is_said_in_amber() -> None:
    found = {
        path.name: words
        for path in sorted((APP / "ui").rglob("*.py"))
        if (words := amber_successes(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert not found


@pytest.mark.parametrize(
    ("say", "tone"),
    [
        (lambda bar: bar.done("已保存。"), "ok"),
        (lambda bar: bar.done("已写好。请交给县里。", stays=True), "ok"),
        (lambda bar: bar.warn("请先选择一份备份。"), "warn"),
        (lambda bar: bar.tell("已取消，没有改动。"), "info"),
        (lambda bar: bar.refuse(AppError("写不进去。", "请检查U盘。")), "bad"),
    ],
)
def test_a_notice_has_the_colour_of_what_it_says(
    qtbot: QtBot,
    say: object,
    tone: str,
) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    say(bar)  # type: ignore[operator]
    assert bar.sheet.property("notice") == tone
    assert bar.text.property("tone") == tone


def test_good_news_that_asks_for_something_stays(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.done("已保存。")
    assert bar._timer.isActive()
    bar.done("已写好。请交给县里。", stays=True)
    assert not bar._timer.isActive()
