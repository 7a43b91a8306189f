"""`account`: who may open this store and as what, passwords, the data key when somebody leaves."""

import os
from pathlib import Path

from app.cli.answer import Answer
from app.cli.command import Command, argument
from app.cli.context import Context
from app.cli.password import ask_another_password, ask_password
from app.domain.accounts.roles import Role, role_named, table

ROLES = [role.value for role in Role]
NEW_PASSWORD = "XUEJI_NEW_PASSWORD"
"""The password to be set; XUEJI_PASSWORD opens the store."""
NAME = argument("name", metavar="姓名", help="使用人姓名")
ROLE = argument("--role", choices=ROLES, required=True, help="负责人、经办或只看")


def show(context: Context) -> Answer:
    """Everybody with a password, and what each role may do."""
    from app.services.accounts import people

    with context.store() as store:
        found, level = people(store), store.site.level
    rows = [{"name": one.name, "role": one.role.value, "since": one.since} for one in found]
    may = [{"what": what, **dict(zip(ROLES, marks, strict=True))} for what, marks in table(level)]
    lines = [f"{one.name}　{one.role}" for one in found]
    rules = [f"{row['what']}：{'、'.join(r for r in ROLES if row[r] == '可以')}" for row in may]
    return Answer({"accounts": rows, "roles": may}, [*lines, "各分工可以办理：", *rules])


def add(context: Context) -> Answer:
    """Let somebody in."""
    from app.services.accounts import add_account

    given = context.given
    with context.store() as store:
        add_account(store, given.name, _new(given.name), role_named(given.role))
    return Answer({"name": given.name, "role": given.role}, (f"已添加{given.role}{given.name}。",))


def password(context: Context) -> Answer:
    """A new password: one's own, or somebody's that a head resets."""
    from app.services.accounts import set_password

    with context.store() as store:
        name = context.given.name or store.operator
        set_password(store, name, _new(name))
    return Answer({"name": name}, (f"{name} 的密码已保存。",))


def role(context: Context) -> Answer:
    """What somebody may do from now on."""
    from app.services.accounts import change_role

    given = context.given
    with context.store() as store:
        change_role(store, given.name, role_named(given.role))
    return Answer({"name": given.name, "role": given.role}, (f"{given.name} 现在是{given.role}。",))


def remove(context: Context) -> Answer:
    """Take somebody's password away."""
    from app.services.accounts import remove_operator

    name = context.given.name
    with context.store() as store:
        remove_operator(store, name)
    told = "他手里如有旧的 .keys 文件，请再更换数据密钥（xueji account change-key）。"
    return Answer({"name": name}, (f"{name} 不能再打开数据。", told))


def change_key(context: Context) -> Answer:
    """Another data key; the recovery code is shown this once."""
    from app.services.alone import hold_store
    from app.services.rotating import change_data_key

    with hold_store(context.store_path), context.store() as store, context.progress() as progress:
        done = change_data_key(store, context.given.reason, progress)
        done.store.close()
    keys = {"recovery_code": done.recovery_code, "left_out": list(done.left_out)}
    lines = [
        "数据密钥已更换，其他人的密码不变。以前拷走的密码文件（.keys）打不开新的数据和备份。",
        f"新的恢复码（旧的已作废，只显示这一次）：{done.recovery_code}",
    ]
    if done.left_out:
        lines.append(f"要由负责人重设密码才能再打开：{'、'.join(done.left_out)}")
    return Answer(keys, lines)


def mend_keys(context: Context) -> Answer:
    """The .keys file anew, from a copy of it."""
    from app.services.alone import hold_store
    from app.services.key_mending import needs_mending, open_by_copy

    path, source = context.store_path, context.given.source
    if not needs_mending(path):
        return Answer({"mended": False}, ("密码文件（.keys）完好，没有改动。",))
    with hold_store(path):
        store = open_by_copy(path, ask_password(path.name), context.claimed, source)
        store.close()
    told = "密码文件（.keys）已补上；原来有损坏的，另存在旁边。密码和原来一样。"
    return Answer({"mended": True}, (told,))


def _new(name: str) -> str:
    return os.environ.get(NEW_PASSWORD) or ask_another_password(f"{name} 的新密码")


COMMANDS = (
    Command("account list", "显示使用人和各分工可以办理的事", show),
    Command("account add", f"添加使用人（密码取自 {NEW_PASSWORD} 或提示）", add, (NAME, ROLE)),
    Command(
        "account password",
        f"换自己的密码；负责人可为别人重设（{NEW_PASSWORD} 或提示）",
        password,
        (argument("name", metavar="姓名", nargs="?", default="", help="不写时为自己"),),
    ),
    Command("account role", "修改一位使用人的分工", role, (NAME, ROLE)),
    Command(
        "account mend-keys",
        "密码文件（.keys）损坏或丢失时，用副本补上",
        mend_keys,
        (argument("--from", dest="source", metavar="备份", type=Path, help="用这份备份里的副本"),),
    ),
    Command("account remove", "取消一位使用人", remove, (NAME,)),
    Command(
        "account change-key",
        "有人离开时更换数据密钥：拷走的旧密码文件打不开新的数据",
        change_key,
        (argument("--reason", metavar="原因", default="", help="写入修改记录"),),
    ),
)
