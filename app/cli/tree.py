"""All commands in one tree; the general options stand before, between and after their words."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.cli.answer import Answer
from app.cli.chinese_usage import ChineseParser, WrongUsage
from app.cli.command import Command, day
from app.cli.commands import (
    attached,
    backups,
    care,
    category_steps,
    classes,
    conflicts,
    demo,
    duties,
    elections,
    erasure,
    exchange_care,
    funds,
    hours,
    imports,
    keys,
    lectures,
    listing,
    organizations,
    package_enrolment,
    packages,
    participants,
    people_here,
    person,
    policy,
    printing,
    questionnaires,
    records,
    recovering,
    registers,
    returns,
    rows,
    same_people,
    settings,
    site,
    summary,
    teaching,
    transfers,
    window,
)
from app.cli.context import Context
from app.domain.errors import AppError

COMMANDS: tuple[Command, ...] = (
    *site.COMMANDS,
    *settings.COMMANDS,
    *keys.COMMANDS,
    *people_here.COMMANDS,
    *demo.COMMANDS,
    *imports.COMMANDS,
    *registers.COMMANDS,
    *records.COMMANDS,
    *questionnaires.COMMANDS,
    *lectures.COMMANDS,
    *teaching.COMMANDS,
    *funds.COMMANDS,
    *participants.COMMANDS,
    *duties.COMMANDS,
    *elections.COMMANDS,
    *person.COMMANDS,
    *category_steps.COMMANDS,
    *transfers.COMMANDS,
    *same_people.COMMANDS,
    *listing.COMMANDS,
    *rows.COMMANDS,
    *attached.COMMANDS,
    *organizations.COMMANDS,
    *classes.COMMANDS,
    *hours.COMMANDS,
    *policy.COMMANDS,
    *printing.COMMANDS,
    *summary.COMMANDS,
    *package_enrolment.COMMANDS,
    *packages.COMMANDS,
    *exchange_care.COMMANDS,
    *conflicts.COMMANDS,
    *returns.COMMANDS,
    *erasure.COMMANDS,
    *backups.COMMANDS,
    *recovering.COMMANDS,
    *care.COMMANDS,
)
GROUPS = {
    "site": "本单位的身份",
    "settings": "设置：各项的取值、类型、单位和说明",
    "attachment": "附件：照片和 PDF",
    "import": "从文件导入",
    "template": "空白模板",
    "class": "培训班",
    "transfer": "组织关系转接：本单位里、转往县外、由县里办理",
    "organization": "党组织：移动、合并、撤销、恢复",
    "package": "数据包：开户、导出、接收",
    "backup": "备份与恢复",
    "recover": "忘记密码、电脑损坏后重新打开",
    "account": "使用人：分工、密码、数据密钥",
    "exchange": "与各单位的交换情况",
    "questionnaire": "问卷：录入答卷、汇总、记入评教和需求调研",
    "lecture": "党课：谁还没有讲",
    "duty": "落实情况：按文件逐条登记",
    "participants": "组织生活、远程教育学习的参加人员和学时",
    "fund": "经费汇总",
    "teacher": "师资库：授课记录",
    "venue": "阵地：覆盖情况",
    "approve": "认定自行申报的内容",
    "decline": "不予认定自行申报的内容",
    "doubles": "可能重复登记的培训",
    "person": "一个人：全部情况；发展和转正",
    "people": "可能登记了两次的人：合并、撤销、不是同一人",
}
DESCRIPTION = "学籍通：党员教育培训台账。不写命令时打开窗口。"
ENDING = (
    "密码取自环境变量 XUEJI_PASSWORD，没有时在终端里询问；数据文件、使用人也可用 XUEJI_STORE、"
    "XUEJI_USER 指定。\n退出码：0 完成，1 被拒绝或部分被拒绝，2 命令写法不对。"
)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments of a command line, with `run` and `moves_today` of its command.

    Raises:
        WrongUsage: it cannot be understood.
        SystemExit: help was asked for and shown.
    """
    parser = build()
    if any(not word.isascii() and _unreadable(word) for word in argv):
        raise WrongUsage("参数里有无法识别的字符", parser.format_usage().strip())
    given = parser.parse_args(list(argv))
    if given.words is None and given.json:
        raise WrongUsage("缺少：命令", parser.format_usage().strip())
    return given


def _unreadable(word: str) -> bool:
    # Bytes that are no UTF-8 arrive as lone surrogates; no store and no file can hold them.
    return any("\ud800" <= letter <= "\udfff" for letter in word)


def build() -> ChineseParser:
    """The whole tree."""
    parser = ChineseParser(prog="xueji", description=DESCRIPTION)
    parser.epilog = ENDING
    parser.set_defaults(words=None, run=_window, moves_today=False)
    _add_general(parser, top=True)
    places = {"": parser.add_subparsers(title="命令", metavar="命令")}
    for command in COMMANDS:
        group, _, word = command.words.rpartition(" ")
        if group not in places:
            places[group] = _add_group(places[""], group)
        made = places[group].add_parser(
            word, prog=f"xueji {command.words}", help=command.help, description=command.help
        )
        own = made.add_argument_group("参数")
        for one in command.arguments:
            one.add_to(own)
        made.set_defaults(words=command.words, run=command.run, moves_today=command.moves_today)
        _add_general(made, top=False)
    return parser


def _add_group(place: Any, group: str) -> Any:
    title = GROUPS[group]
    made = place.add_parser(group, prog=f"xueji {group}", help=title, description=title)
    _add_general(made, top=False)
    return made.add_subparsers(title="动作", metavar="动作", required=True)


def _add_general(parser: ChineseParser, *, top: bool) -> None:
    # Below the top nothing is set when an option is absent: what stood before the word remains.
    absent: Any = None if top else argparse.SUPPRESS
    general = parser.add_argument_group("通用选项")
    general.add_argument("-h", "--help", action="help", help="显示帮助")
    general.add_argument(
        "--store", metavar="文件", type=Path, default=absent, help="数据文件（XUEJI_STORE）"
    )
    general.add_argument(
        "--json",
        action="store_true",
        default=False if top else argparse.SUPPRESS,
        help="只输出一个 JSON 对象",
    )
    general.add_argument(
        "--as-of", metavar="日期", type=day, default=absent, help="以哪天为今天（只限查看）"
    )
    general.add_argument("--operator", metavar="姓名", default=absent, help="使用人（XUEJI_USER）")


def refuse_back_dating(given: argparse.Namespace) -> None:
    """Only what merely reads may move today.

    Raises:
        AppError: the command writes or issues something.
    """
    if given.as_of and not given.moves_today:
        raise AppError(
            "不能倒签：--as-of 只能用于查看（check、hours、summary、list），不能用于办理。",
            "请去掉 --as-of；补录按实际录入日期登记。",
            code="as-of",
        )


def _window(context: Context) -> Answer:
    return window.open_main_window(context)
