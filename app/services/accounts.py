"""使用人: who may open the store and as what, their passwords, the recovery code."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from app.data import accounts, keyslot_copies, keyslots
from app.data.accounts import Account
from app.data.audit import AuditEntry, append
from app.data.clock import now_text
from app.data.database import Database
from app.data.key_refusals import not_known
from app.data.keyslots import Slot
from app.domain.accounts.passwords import password_problem
from app.domain.accounts.roles import Role, Verb
from app.domain.errors import AppError, InvalidInput, StorageError
from app.files.holding import hold_patiently
from app.services import attempts, key_copies
from app.services.store import Store

LONGEST_NAME = 60


def operators(store: Store) -> list[str]:
    """Who has a password of this store."""
    return [one.name for one in people(store)]


def people(store: Store) -> list[Account]:
    """Everybody who may open this store, with what they may do."""
    return accounts.people(store.database.read())


def add_account(store: Store, name: str, password: str, role: Role) -> None:
    """Let somebody in.

    Raises:
        AppError: the caller may not; somebody of that name is there.
        InvalidInput: no name, or a password that is too easy.
    """
    store.require(Verb.ACCOUNTS)
    name = name.strip()
    if accounts.named(store.database.read(), name) is not None:
        raise AppError(f"使用人“{name}”已经有了。", "请换一个姓名，或为他重设密码、改分工。")
    _refuse_unfit(store, name, password)
    _put(store, name, password, role, ("添加使用人", f"{name}（{role}）"))


def set_password(store: Store, operator: str, password: str) -> None:
    """Give somebody a new password: oneself, or anybody when a head does it. Whoever is not
    there yet becomes a clerk.

    Raises:
        AppError: it is somebody else's and the caller is no head.
        InvalidInput: no name, or a password that is too easy.
    """
    operator = operator.strip()
    if operator != store.operator:
        store.require(Verb.ACCOUNTS)
    _refuse_unfit(store, operator, password)
    found = accounts.named(store.database.read(), operator)
    if found is None:
        add_account(store, operator, password, Role.CLERK)
        return
    _put(store, operator, password, found.role, ("设置密码", operator))


def change_role(store: Store, operator: str, role: Role) -> None:
    """Say what somebody may do from now on.

    Raises:
        AppError: the caller may not; nobody has that name; the last head would be none.
    """
    store.require(Verb.ACCOUNTS)
    _refuse_headless(store, operator, role)
    with store.database.sealed_write() as connection:
        known = accounts.all_accounts(connection)
        now = [replace(one, role=role) if one.name == operator else one for one in known]
        accounts.put(connection, now)
        summary = f"{operator}：{role}"
        append(connection, AuditEntry(now_text(), store.operator, "修改分工", "", summary))


def check_password(store: Store, password: str) -> bool:
    """Whether it is the password of who works here, or the recovery code: asked again before
    anything is changed, and to unlock the window.

    Raises:
        StorageError: too many wrong ones.
    """
    own = (store.operator, keyslots.RECOVERY)
    there = keyslot_copies.slots_of_open(store.database.read(), store.path)
    slots = [slot for slot in there if slot.name in own]
    try:
        attempts.guarded(store.path, lambda: keyslots.unlock(slots, password))
    except AppError as error:
        if error.code != "password":
            raise
        return False
    return True


def remove_operator(store: Store, operator: str) -> None:
    """Take away the password of somebody who has left. What they kept of the key slots still
    opens what they kept of the store: `rotating.change_data_key` ends that.

    Raises:
        AppError: the caller may not; nobody has that name; it is the last head.
    """
    store.require(Verb.ACCOUNTS)
    _refuse_headless(store, operator, None)
    with editing(store) as slots:
        left = [slot for slot in slots if slot.name != operator]
        with store.database.sealed_write() as connection:
            accounts.remove(connection, operator)
            told = AuditEntry(now_text(), store.operator, "取消使用人", "", operator)
            append(connection, told)
        # From here on the slot opens nothing; one that cannot be taken out of the file now is
        # taken out by whoever opens the store next.
        with suppress(OSError):
            keyslots.save(store.path, left)


def renew_recovery_code(store: Store) -> str:
    """A new recovery code; the old one opens nothing any more."""
    store.require(Verb.ACCOUNTS)
    code = keyslots.new_recovery_code()
    _put(store, keyslots.RECOVERY, code, Role.HEAD, ("更换恢复码", ""))
    return code


def refuse_unfit(password: str, about: Sequence[str] = ()) -> None:
    """Refuse a password that is set anew and too short or too easy.

    Raises:
        InvalidInput: with the sentence that helps.
    """
    if problem := password_problem(password, about):
        raise InvalidInput({"password": problem})


ADVICE = "您的密码太短或太容易猜到，请到“设置 → 使用人与密码”换一个"


def advice(store: Store, password: str, *, names: bool = True) -> str:
    """What to tell whoever opened the store with a password that would not be taken today.
    `names` off leaves out the names around the store: spelling them in pinyin takes a moment."""
    if store.operator in keyslots.NOT_ACCOUNTS:
        return ""
    known = about(store) if names else ()
    return f"{ADVICE}（xueji account password）。" if password_problem(password, known) else ""


def about(store: Store, name: str = "") -> list[str]:
    """The names that anybody would try first."""
    here = store.site
    return [name or store.operator, here.name, here.county, here.signed_as]


def admit(store: Store, slot: Slot, password: str) -> None:
    """Let the owner of this slot work in the store, which must know the slot; one that an older
    program wrote is made anew, so that a later change of the data key reaches its owner.

    Raises:
        StorageError: the slot is from a former or exchanged .keys file.
    """
    connection = store.database.read()
    if not accounts.all_accounts(connection):
        with store.database.sealed_write() as writing:
            accounts.adopt(writing, keyslots.read(store.path), now_text())
    if not accounts.knows(connection, slot):
        raise not_known()
    if not slot.public:
        role = accounts.role_of(connection, slot.name)
        _put(store, slot.name, password, role, ("更新密码文件", slot.name))


@contextmanager
def editing(store: Store) -> Iterator[list[Slot]]:
    """The slots, for one writer at a time.

    Raises:
        StorageError: the folder cannot be written to, or somebody else is at it for too long.
    """
    try:
        with hold_patiently(keyslots.slots_path(store.path).with_suffix(".keys.lock")):
            yield keyslot_copies.slots_of_open(store.database.read(), store.path)
            key_copies.keep(store)
    except OSError as error:
        raise StorageError(
            "密码文件（.keys）写不进去，没有办成；原来的密码照旧可用。",
            "请检查磁盘空间和文件夹权限后再试。",
            code="E-102",
        ) from error


def let_in(path: Path, data_key: bytes, name: str, password: str) -> None:
    """Whoever got in by the county's key is a head from now on, under a new password.

    Raises:
        InvalidInput: no name.
        StorageError: the store is missing or damaged.
    """
    store = Store(Database(path, data_key), keyslots.COUNTY)
    try:
        _refuse_unfit(store, name, password)
        if not accounts.all_accounts(store.database.read()):
            # Whoever opens it next takes over everybody who has a slot then.
            fresh = keyslots.make(name, password, data_key)
            others = [slot for slot in keyslots.read(path) if slot.name != name]
            keyslots.save(path, [*others, fresh])
        else:
            _put(store, name, password, Role.HEAD, ("设置密码", name))
    finally:
        store.close()


def let_in_again(store: Store, name: str, password: str) -> None:
    """A new password by the recovery code, for somebody known or for a new head.

    Raises:
        InvalidInput: no name, or a password that is too easy.
    """
    if accounts.named(store.database.read(), name) is None:
        add_account(store, name, password, Role.HEAD)
    else:
        set_password(store, name, password)


def replace_slots(store: Store, change: Callable[[list[Slot]], list[Slot]]) -> None:
    """Change slots that are nobody's account."""
    with editing(store) as slots:
        keyslots.save(store.path, change(slots))


def _put(store: Store, name: str, password: str, role: Role, told: tuple[str, str]) -> None:
    """A (new) slot. The store knows it before it lies there, and forgets the former one after:
    whenever the power fails, the old password opens or the new one does."""
    with editing(store) as slots:
        fresh = keyslots.make(name, password, store.database.key)
        with store.database.sealed_write() as connection:
            accounts.add_mark(connection, fresh, role, now_text())
            append(connection, AuditEntry(now_text(), store.operator, told[0], "", told[1]))
        now = [*(slot for slot in slots if slot.name != name), fresh]
        _save(store, name, slots, now)
        # What cannot be forgotten on a full disk is forgotten by whoever opens the store next.
        with suppress(StorageError), store.database.sealed_write() as connection:
            accounts.keep_only(connection, now)


def _save(store: Store, name: str, before: list[Slot], now: list[Slot]) -> None:
    try:
        keyslots.save(store.path, now)
    except OSError as error:
        if keyslot_copies.slots_of_open(store.database.read(), store.path) == now:
            raise StorageError(
                "新密码已经写进密码文件，但硬盘没有确认写稳。",
                "请马上用新密码再打开一次；打不开时仍用原来的密码。并请人检查硬盘。",
                code="E-106",
            ) from error
        with suppress(StorageError), store.database.sealed_write() as connection:
            accounts.keep_only(connection, before)
            if name not in [slot.name for slot in before]:
                accounts.remove(connection, name)
            told = "密码文件写不进去，没有办成"
            append(connection, AuditEntry(now_text(), store.operator, "设置密码", "", told))
        raise


def _refuse_unfit(store: Store, name: str, password: str) -> None:
    problems: dict[str, str] = {}
    if not name or name in keyslots.NOT_ACCOUNTS:
        problems["operator"] = "请填写使用人姓名"
    elif len(name) > LONGEST_NAME or not name.isprintable():
        problems["operator"] = f"姓名最多 {LONGEST_NAME} 个字，不能有换行和看不见的字符"
    if problem := password_problem(password, about(store, name)):
        problems["password"] = problem
    if problems:
        raise InvalidInput(problems)


def _refuse_headless(store: Store, operator: str, role: Role | None) -> None:
    connection = store.database.read()
    if operator not in [one.name for one in accounts.people(connection)]:
        raise AppError(f"没有使用人“{operator}”。", "请检查姓名。", code="not-found")
    if role is not Role.HEAD and accounts.heads(connection) == [operator]:
        raise AppError(
            f"至少要保留一位负责人：“{operator}”是最后一位，不能取消，也不能改成别的分工。",
            "请先把接手的人设为负责人。",
            code="last-head",
        )
