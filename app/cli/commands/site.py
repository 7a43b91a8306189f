"""`init` and `site`: begin a store, say which site it is, answer for a copied one."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.chinese_usage import WrongUsage
from app.cli.command import Command, OneOf, argument, flag
from app.cli.commands.keys import recovery_password
from app.cli.context import Context
from app.cli.password import ask_new_password

if TYPE_CHECKING:
    from app.services.store import Store

LEVEL_WORDS = {"county": "县级", "township": "乡镇"}


def init(context: Context) -> Answer:
    """An empty store for this site; the recovery code is shown this once."""
    from app.services.opening import NewSite, create_store

    given = context.given
    if given.from_recovery:
        return _again(context)
    if given.name is None:
        raise WrongUsage("缺少：--name", "用法：xueji init --level county|township --name 单位")
    answers = NewSite(given.level, given.name, given.county, context.operator, given.signed_as)
    made = create_store(context.store_path, answers, ask_new_password())
    with_code = {
        "site": made.site_id.hex(),
        "organization_id": made.organization.hex(),
        "recovery_code": made.recovery_code,
        "path": made.store.path,
    }
    made.store.close()
    lines = (
        f"已为{answers.name}（{LEVEL_WORDS[answers.level]}）建立数据：{made.store.path}",
        f"恢复码（只显示这一次，请抄下或打印后锁好）：{made.recovery_code}",
        "忘记密码时只有恢复码能打开数据。不得录入涉密内容。",
    )
    return Answer(with_code, lines)


def _again(context: Context) -> Answer:
    from app.services.exchange.rebuilding import found_county

    file = context.given.from_recovery
    word, password = recovery_password(file.name), ask_new_password()
    made = found_county(context.store_path, file, word, context.operator, password)
    keys = {
        "site": made.site_id.hex(),
        "organization_id": made.organization.hex(),
        "recovery_code": made.recovery_code,
        "path": made.store.path,
    }
    name = made.store.site.name
    made.store.close()
    lines = (
        f"已用恢复密钥重建{name}（县级）的数据：{keys['path']}，里面还没有人员。",
        f"恢复码（只显示这一次，请抄下或打印后锁好）：{made.recovery_code}",
        "请各乡镇用“导出全部数据”（--full）上报一次；县里接收后请把回执交回。",
    )
    return Answer(keys, lines)


def show(context: Context) -> Answer:
    """Which site this store is."""
    with context.store() as store:
        return _identity(store)


def confirm(context: Context) -> Answer:
    """Answer what was asked when the store was copied, restored or moved."""
    from app.services.opening import confirm_site

    with context.store() as store:
        confirm_site(store, moved=context.given.moved)
        return _identity(store)


def sign(context: Context) -> Answer:
    """Say what stands under this site's papers."""
    from app.services.settings import change_signature

    with context.store() as store:
        change_signature(store, context.given.signature)
        return _identity(store)


def _identity(store: "Store") -> Answer:
    from app.data import location
    from app.services.exchange.enrolment import own_fingerprint

    here = store.site
    keys: dict[str, Any] = {
        "site": here.uid.hex(),
        "incarnation": here.incarnation,
        "level": here.level,
        "name": here.name,
        "county": here.county,
        "signed_as": here.signed_as,
        "fingerprint": own_fingerprint(store),
        "organization_id": here.organization.hex(),
        "path": store.path,
        "question": location.question(store.database.read(), store.path),
    }
    lines = [
        f"单位：{here.name}（{LEVEL_WORDS.get(here.level, here.level)}）",
        *([f"所属县：{here.county}"] if here.county else []),
        f"落款名称：{here.signed_as or '（未设置，见 site sign）'}",
        f"核对码：{keys['fingerprint']}",
        f"编号：{keys['site']}",
        f"数据文件：{store.path}",
    ]
    if keys["question"]:
        lines.append("待回答：这份数据是否换了电脑（site confirm --moved）或另立一套（--new）")
    return Answer(keys, lines)


COMMANDS = (
    Command(
        "init",
        "建立本单位的数据（第一次使用）",
        init,
        (
            OneOf(
                (
                    argument(
                        "--level", choices=tuple(LEVEL_WORDS), help="county 县级，township 乡镇"
                    ),
                    argument(
                        "--from-recovery",
                        metavar="文件",
                        type=Path,
                        help="县级：没有备份时用恢复密钥重建",
                    ),
                )
            ),
            argument("--name", metavar="单位", default=None, help="单位名称，例如青山镇"),
            argument("--county", metavar="县名", default="", help="所属县，例如云岭县"),
            argument(
                "--signed-as",
                metavar="落款名称",
                default="",
                help="表册、总结的落款，例如 中共青山镇委员会",
            ),
        ),
    ),
    Command("site show", "显示本单位身份、落款和核对码", show),
    Command(
        "site sign",
        "设置落款名称：印在表册、总结的落款处",
        sign,
        (argument("signature", metavar="落款名称", help="全称，例如 中共青山镇委员会"),),
    ),
    Command(
        "site confirm",
        "数据被复制、恢复或搬动后，说明是哪一种",
        confirm,
        (
            OneOf(
                (
                    flag("--moved", help="换了电脑，或恢复了备份：仍是本单位"),
                    flag("--new", help="另立一套：作为新的单位，要重新开户"),
                )
            ),
        ),
    ),
)
