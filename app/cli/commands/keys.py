"""`site keys`, `change-keys`, `revoke`, `recovery-key`: what the county and its townships trust."""

import os
from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.command import Command, argument, count, flag
from app.cli.context import Context
from app.cli.password import ask_new_password, ask_password
from app.cli.paths import OUTPUT

if TYPE_CHECKING:
    from app.services.exchange.key_change import KeyState

RECOVERY_PASSWORD = "XUEJI_RECOVERY_PASSWORD"
"""The password of the recovery key; it is another than the store's where both are set."""
REASONS = {"lost": "电脑或密钥丢失", "replaced": "更换密钥", "retired": "单位撤并"}


def recovery_password(what: str = "") -> str:
    """The password of a recovery key, to open `what` or for a new one."""
    if given := os.environ.get(RECOVERY_PASSWORD):
        return given
    return ask_password(what) if what else ask_new_password()


def show(context: Context) -> Answer:
    """Our own keys, whom they reach, which are void."""
    from app.services.exchange.key_change import key_state
    from app.services.exchange.recovery_keys import recovery_advice, recovery_copies

    with context.store() as store:
        state, advice = key_state(store), recovery_advice(store)
        copies = recovery_copies(store)
    rows = _peers(state)
    keys = {
        "fingerprint": state.fingerprint,
        "void_on": state.void_on,
        "former": state.former,
        "revocations": state.revocations,
        "waiting": state.waiting,
        "peers": rows,
        "recovery_copies": [
            {"at": c.at, "file": c.file_name, "current": c.current} for c in copies
        ],
        "advice": advice,
    }
    lines = [f"本单位核对码：{state.fingerprint}"]
    if state.void_on:
        lines.append(f"本机密钥已于 {state.void_on} 作废（{state.void_reason}），请重新开户。")
    for row in rows:
        stopped = f"　{row['revoked']} 停用：{row['reason']}" if row["revoked"] else ""
        heard = "" if row["knows_ours"] else "　还不知道本单位的新密钥"
        lines.append(f"{row['name']}　核对码 {row['fingerprint']}{stopped}{heard}")
    return Answer(keys, [*lines, *([advice] if advice else [])])


def _peers(state: "KeyState") -> list[dict[str, Any]]:
    return [
        {
            "name": one.peer.name,
            "site": one.peer.site.hex(),
            "fingerprint": one.fingerprint,
            "serial": one.peer.serial,
            "knows_ours": one.knows_ours,
            "revoked": one.peer.revoked,
            "reason": one.stopped,
            "cutoff": one.cutoff,
        }
        for one in state.peers
    ]


def change(context: Context) -> Answer:
    """New keys; the old ones stay for reading."""
    from app.services.exchange.key_change import change_keys

    with context.store() as store:
        digits = change_keys(store, context.given.reason)
    told = "已更换密钥。新密钥随下一个数据包告诉对方；对方会看到新的核对码，请电话核对。"
    return Answer({"fingerprint": digits}, (told, f"新的核对码：{digits}"))


def revoke(context: Context) -> Answer:
    """The county declares the keys of a site void."""
    from app.services.exchange.revoking import revoke as stop
    from app.services.exchange.sending import find_peer

    given = context.given
    with context.store() as store:
        peer = find_peer(store, given.site)
        listed = stop(store, peer, given.reason, given.until)
    keys = {"site": peer.site.hex(), "name": peer.name, "revocations": listed.number}
    reason = REASONS[given.reason]
    told = f"{peer.title} 已停用（{reason}）。作废名单第 {listed.number} 号会随县里的数据包下发。"
    return Answer(keys, (told, "恢复时请给它一份新的开户文件，重新开户。"))


def recovery_key(context: Context) -> Answer:
    """The county's recovery key on a stick."""
    from app.services.exchange.recovery_keys import (
        check_recovery_key,
        recovery_advice,
        recovery_copies,
        write_recovery_key,
    )

    target = context.given.output
    with context.store() as store:
        if context.given.check:
            made = check_recovery_key(store, target, recovery_password(target.name))
        else:
            made = write_recovery_key(store, target, recovery_password())
        advice, copies = recovery_advice(store), recovery_copies(store)
    keys = {"path": target, "at": made.at, "current": made.current, "copies": len(copies)}
    done = "核验通过" if context.given.check else "已写好并读回核验"
    advised = advice or "两份恢复密钥都有了，请分开锁好，密码另外保管。"
    return Answer(keys, (f"恢复密钥{done}：{target}", advised))


COMMANDS = (
    Command("site keys", "显示本单位和开户单位的密钥状态", show),
    Command(
        "site change-keys",
        "更换本单位的密钥",
        change,
        (argument("--reason", metavar="原因", required=True, help="写入修改记录"),),
    ),
    Command(
        "site revoke",
        "县级：停用一个单位，它的密钥作废",
        revoke,
        (
            argument("site", metavar="单位", help="开户单位的名称或编号"),
            argument(
                "--reason",
                choices=tuple(REASONS),
                required=True,
                help="lost 电脑或密钥丢失，replaced 更换密钥，retired 单位撤并",
            ),
            argument(
                "--until", metavar="号", type=count, default=None, help="撤并：收到第几号包为止"
            ),
        ),
    ),
    Command(
        "site recovery-key",
        "县级：把恢复密钥写到U盘（写两份），或核验一份",
        recovery_key,
        (OUTPUT, flag("--check", help="只核验这份恢复密钥")),
    ),
)
