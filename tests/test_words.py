"""One word for one thing: what people read uses the words of CONTRIBUTING's list, no variants."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ONE_WORD = {
    "口令": "密码",
    "账号": "使用人",
    "帐号": "使用人",
    "账户": "使用人",
    "帐户": "使用人",
    "操作员": "使用人",
    "操作人员": "使用人",
    "登陆": "打开",
    "登录": "打开",
    "缺省": "默认",
    "课时": "学时",
    "班级": "培训班",
    "点名": "考勤",
    "签到册": "签到表",
    "名单册": "花名册",
    "优盘": "U盘",
    "U 盘": "U盘",
    "打钩": "打勾",
    "过滤": "筛选",
    "还原": "恢复",
    "驳回": "退回",
    "站点": "填报单位",
    "首页": "工作台",
    "主页": "工作台",
    "本系统": "学籍通",
    "请稍候": "请稍等",
    "请稍后": "请稍等",
    "其它": "其他",
    "帐": "账",
    "记入日志": "记入修改记录",
    "在日志里": "在修改记录里",
}
"""Left: what nobody reads here; right: the word of the trade that stands for it (design §2)."""
# Words and line ends that others write and we only recognise.
RECOGNISED = ("app/data/imports/", "app/domain/people/", "app/reports/line_breaker.py")
OTHERS = ("远程教育站点",)  # a thing of its own, not a 填报单位


def variants(text: str) -> list[str]:
    for own in OTHERS:
        text = text.replace(own, "")
    return [f"{wrong} → {right}" for wrong, right in ONE_WORD.items() if wrong in text]


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """What a module says to people: every string that is no docstring and no comment."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def modules() -> list[Path]:
    found = sorted((ROOT / "app").rglob("*.py"))
    return [p for p in found if not p.relative_to(ROOT).as_posix().startswith(RECOGNISED)]


def test_the_program_says_one_word_for_one_thing() -> None:
    found = {
        f"{path.relative_to(ROOT).as_posix()}:{line}": wrong
        for path in modules()
        for line, text in texts_of(path)
        if (wrong := variants(text))
    }
    assert not found


@pytest.mark.parametrize("folder", ["resources/help", "resources/policies"])
def test_manual_and_rules_say_the_same_words(folder: str) -> None:
    found = {}
    for path in sorted((ROOT / folder).iterdir()):
        if path.suffix not in {".md", ".toml"}:
            continue
        text = path.read_text(encoding="utf-8")
        if folder == "resources/policies":  # what a clause says is quoted as it is written
            text = re.sub(r"[“「《].*?[”」》]|quote = .*", "", text)
        if wrong := variants(text):
            found[path.name] = wrong
    assert not found


def test_the_list_itself_has_no_circle() -> None:
    assert not set(ONE_WORD) & set(ONE_WORD.values())
