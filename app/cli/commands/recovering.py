"""`recover`: a township that forgot everything, and a county that lost its password or computer."""

from pathlib import Path

from app.cli.answer import Answer
from app.cli.command import Command, argument
from app.cli.commands.keys import recovery_password
from app.cli.context import Context
from app.cli.password import ask_new_password
from app.cli.paths import FILE, OUTPUT, place


def ask(context: Context) -> Answer:
    """The township asks the county to open its data."""
    from app.services.exchange.unlocking import ask as write_request

    asked = write_request(context.store_path, context.given.output)
    keys = {"path": context.given.output, "fingerprint": asked.fingerprint}
    lines = (
        f"解锁申请已写入 {context.given.output}，请交给县里。",
        f"请电话告诉县里这个核对码：{asked.fingerprint}",
    )
    return Answer(keys, lines)


def answer(context: Context) -> Answer:
    """The county opens the township's data key for it."""
    from app.services.exchange.unlocking import answer as write_answer
    from app.services.exchange.unlocking import look

    given = context.given
    with context.store() as store:
        if given.output is None:
            asked = look(store, given.file)
            told = "核对无误后，请加 -o 写出解锁答复。"
        else:
            asked = write_answer(store, given.file, given.output)
            told = f"解锁答复已写入 {given.output}，请交回乡镇。"
    keys = {
        "site": asked.site,
        "name": asked.name,
        "fingerprint": asked.fingerprint,
        "path": given.output,
    }
    lines = (f"申请解锁：{asked.name}　核对码 {asked.fingerprint}（请先电话核对）", told)
    return Answer(keys, lines)


def finish(context: Context) -> Answer:
    """The township sets a new password."""
    from app.services.exchange.unlocking import finish as unlock

    opened = unlock(context.store_path, context.given.file, context.operator, ask_new_password())
    opened.store.close()
    keys = {"path": context.store_path, "recovery_code": opened.recovery_code}
    lines = (
        f"已为 {context.operator} 设置新密码，数据可以打开了。",
        f"新的恢复码（只显示这一次，请抄下或打印后锁好）：{opened.recovery_code}",
    )
    return Answer(keys, lines)


def key(context: Context) -> Answer:
    """The county opens its store, or a backup, by its recovery key."""
    from app.services.alone import hold_store
    from app.services.exchange.rebuilding import open_with_recovery_key, restore_with_recovery_key
    from app.services.exchange.recovery_keys import read_recovery_key

    given, path = context.given, context.store_path
    word = recovery_password(given.file.name)
    if given.backup is None:
        store = open_with_recovery_key(path, given.file, word, context.operator, ask_new_password())
    else:
        read = read_recovery_key(given.file, word)
        new = ask_new_password()
        with hold_store(path):
            back = restore_with_recovery_key(path, given.backup, read, context.operator, new)
        store = back.store
    here = store.site
    store.close()
    keys = {"path": path, "site": here.uid.hex(), "name": here.name}
    return Answer(
        keys, (f"已用恢复密钥打开{here.name}的数据，并为 {context.operator} 设置了新密码。",)
    )


COMMANDS = (
    Command("recover ask", "乡镇：忘记密码和恢复码时，写出解锁申请", ask, (OUTPUT,)),
    Command(
        "recover answer",
        "县级：看解锁申请，核对后写出解锁答复",
        answer,
        (
            FILE,
            argument(
                *("-o", "--output"),
                metavar="文件",
                type=place,
                default=None,
                help="答复写到哪个文件",
            ),
        ),
    ),
    Command("recover finish", "乡镇：打开解锁答复，设置新密码", finish, (FILE,)),
    Command(
        "recover key",
        "县级：用恢复密钥打开数据或备份，设置新密码",
        key,
        (
            FILE,
            argument("--backup", metavar="备份", type=Path, default=None, help="恢复这份备份"),
        ),
    ),
)
