"""`backup`: verified copies, and the way back."""

from typing import TYPE_CHECKING

from app.cli.answer import Answer
from app.cli.command import Command
from app.cli.context import Context
from app.cli.password import ask_password
from app.cli.paths import BACKUP, FILE

if TYPE_CHECKING:
    from pathlib import Path

    from app.data.backup import BackupFile


def create(context: Context) -> Answer:
    """Write a backup and prove it."""
    from app.services.backups import create_backup

    with context.store() as store:
        made = create_backup(store, context.given.file)
    return _told(made, made.path, f"备份已写好并验证：{made.path}")


def verify(context: Context) -> Answer:
    """Prove a backup by opening it."""
    from app.services.backups import refuse_other_suffix, verify_backup

    path = context.given.file
    refuse_other_suffix(path)
    proved = verify_backup(path, ask_password(path.name))
    return _told(proved, path, "备份完好，内容与记录一致。")


def restore(context: Context) -> Answer:
    """Bring a backup back; the present store is set aside."""
    from app.services.alone import hold_store
    from app.services.backups import refuse_other_suffix
    from app.services.restoring import restore_backup

    path = context.given.file
    refuse_other_suffix(path)
    password = ask_password(path.name)
    with hold_store(context.store_path):
        back = restore_backup(context.store_path, path, password, context.claimed)
    here = back.store.path
    back.store.close()
    told = _told(back.backup, here, f"已恢复到 {back.backup.made_at} 的备份：{here}")
    more = {"incarnation": back.incarnation, "set_aside": back.set_aside}
    aside = [f"恢复前的数据保留在：{back.set_aside}"] if back.set_aside else []
    return Answer({**told.keys, **more}, [*told.lines, *aside])


def _told(made: "BackupFile", path: "Path", sentence: str) -> Answer:
    keys = {
        "path": path,
        "digest": made.digest,
        "name": made.name,
        "made_at": made.made_at,
        "reason": made.reason,
        "counts": made.counts,
    }
    return Answer(
        keys, (sentence, f"单位：{made.name}　时间：{made.made_at}", f"校验值：{made.digest}")
    )


COMMANDS = (
    Command("backup create", "写一份备份并验证", create, (BACKUP,)),
    Command("backup verify", "验证一份备份", verify, (FILE,)),
    Command("backup restore", "恢复一份备份，现有数据另存", restore, (FILE,)),
)
