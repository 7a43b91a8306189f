"""`demo`: the main job on generated people, end to end, then the window on what it left."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.answer import Answer
from app.cli.command import Command, argument, count, flag
from app.cli.commands.window import screen_there
from app.cli.console import say, somebody_types
from app.cli.context import Context
from app.cli.password import given_password
from app.cli.paths import place

if TYPE_CHECKING:
    from app.services.practice.demo_sites import Demo

DEFAULT_FOLDER = Path("xueji-demo")


def demo(context: Context) -> Answer:
    """Run everything; never asks, never touches the user's own store."""
    from app.services.practice.demo import run_demo
    from app.services.practice.demo_sites import PRACTICE_PASSWORD

    given = context.given
    password = given_password() or PRACTICE_PASSWORD
    with context.progress() as progress:
        done = run_demo(
            given.out,
            members=given.members,
            seed=given.seed,
            password=password,
            progress=progress,
        )
    keys = {
        "out": done.out.resolve(),
        "stores": {name: path.resolve() for name, path in done.stores.items()},
        "documents": [path.resolve() for path in done.documents],
        "packages": [path.resolve() for path in done.packages],
        "members": done.members,
        "hours": done.hours,
    }
    lines = _lines(done)
    if given_password():
        lines.append("密码取自 XUEJI_PASSWORD。")
    else:
        lines.append(f"练习密码：{PRACTICE_PASSWORD}")
    _open_window(context, done, password, lines)
    return Answer(keys, lines)


def _lines(done: "Demo") -> list[str]:
    command = os.environ.get("XUEJI_COMMAND", "xueji")
    return [
        f"演示完成：{done.members} 人，{done.hours:g} 学时（全部为生成的练习人员）",
        f"文件夹：{done.out.resolve()}",
        f"文书 {len(done.documents)} 份（documents），数据包 {len(done.packages)} 个（packages）",
        *(f"数据文件 {name}：{path.resolve()}" for name, path in done.stores.items()),
        f"打开窗口：{command} --store {done.stores['county'].resolve()}",
    ]


def _open_window(context: Context, done: "Demo", password: str, lines: list[str]) -> None:
    wanted = not context.given.no_window and not context.json
    if not (wanted and screen_there() and somebody_types()):
        return
    from app.services.opening import open_store

    for line in lines:
        say(line)
    lines.clear()
    path = done.stores["county"]
    context.open_window(path, open_store(path, password))


COMMANDS = (
    Command(
        "demo",
        "用生成的练习人员把主要工作从头做一遍",
        demo,
        (
            argument(
                "--out",
                metavar="文件夹",
                type=place,
                default=DEFAULT_FOLDER,
                help="放在哪里（默认 ./xueji-demo）",
            ),
            argument("--members", metavar="人数", type=count, default=600, help="多少人"),
            argument("--seed", metavar="种子", type=count, default=2026, help="换一批人"),
            flag("--no-window", help="结束时不打开窗口"),
        ),
    ),
)
