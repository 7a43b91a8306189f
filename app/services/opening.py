"""Create, open and confirm a store: who is at the keyboard, which site this is."""

import contextlib
import errno
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.data import accounts as known_accounts
from app.data import keyslots, location, migrate, site
from app.data.clock import now_text
from app.data.database import Database, connect
from app.data.keyslots import Slot
from app.domain.accounts.passwords import password_problem
from app.domain.accounts.roles import Role, Verb
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput, StorageError
from app.domain.signing import signing_name
from app.domain.uid import Uid, derived_uid, new_uid
from app.files.placing import beside, sweep
from app.files.private import beside_store, keep_all
from app.files.swapping import Step, finish, swap
from app.services import accounts, attempts, former_store, key_copies, store_place
from app.services.engine_errors import refused_by_engine
from app.services.store import Store

LEVELS = (site.COUNTY, site.TOWNSHIP)

LONGEST_NAME = 60

_OF_THE_DISK = frozenset({"E-102", "E-103", "E-104", "E-106"})

NAMES = {"name": "单位名称", "county": "所属县", "operator": "使用人姓名"}
"""They stand on paper and on the covers of packages."""


@dataclass(frozen=True, slots=True)
class NewStore:
    """A store just created; the recovery code is shown once and kept nowhere."""

    store: Store
    site_id: bytes
    organization: bytes
    recovery_code: str


@dataclass(frozen=True, slots=True)
class NewSite:
    """The answers of the first run."""

    level: str
    name: str
    county: str
    operator: str
    signed_as: str = ""


def create_store(
    path: Path, answers: NewSite, password: str, facts: Mapping[str, Value] | None = None
) -> NewStore:
    """An empty encrypted store with the site's identity, keys and root organization; `facts` are
    those of a site that was there before (see `recovery_keys`).

    Raises:
        InvalidInput: level, name, operator or password missing.
        StorageError: something lies there already, or the place is not safe.
    """
    _check_answers(answers, password)
    settle(path)
    store_place.refuse_taken(path)
    location.refuse_unsafe(path)
    key, code = keyslots.new_data_key(), keyslots.new_recovery_code()
    secrets = ((answers.operator, password), (keyslots.RECOVERY, code))
    slots = [keyslots.make(name, secret, key) for name, secret in secrets]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent, path.name)
        with beside(path) as part:
            _make(part, key, slots, (answers, facts or {}))
            take_place(part, path)
    except OSError as error:
        raise StorageError(
            f"{path.parent} 写不进去，数据没有建立。", "请检查空间和权限，或换一个位置再试。"
        ) from error
    with though_in_place(
        f"数据已经建立在 {path.name}",
        "不要重新建立：请清理磁盘后直接打开它。恢复码没有显示出来，打开后请更换数据密钥，会给出新的。",
    ):
        store = Store(Database(path, key), answers.operator)
        key_copies.keep(store)
        _keep_private(path)
        location.remember(store.database.read(), path)
        here = store.site
    return NewStore(store, here.uid, here.organization, code)


@contextlib.contextmanager
def though_in_place(done: str, hint: str) -> Iterator[None]:
    """What fails once a store lies in its place is no refusal of the whole.

    Raises:
        StorageError: what was done all the same, and what to do next.
    """
    try:
        yield
    except Exception as error:
        told = error if isinstance(error, AppError) else refused_by_engine(error)
        if not isinstance(error, OSError) and (told is None or told.code not in _OF_THE_DISK):
            raise
        said = f"{done}，但硬盘写满或出错，没有确认写稳，这次没有打开。"
        raise StorageError(said, hint, code="E-102") from error


def _make(
    part: Path, key: bytes, slots: list[Slot], known: tuple[NewSite, Mapping[str, Value]]
) -> None:
    from app.services.exchange.county_slot import keep_slot

    answers, facts = known
    keyslots.save(part, slots)
    connect(part, key, create=True).close()
    store = Store(Database(part, key), answers.operator)
    try:
        migrate.migrate(store.database)
        _found(store, answers, facts, slots)
        keep_slot(store)
    finally:
        store.close()


def take_place(
    part: Path,
    path: Path,
    first: Sequence[Step] = (),
    last_look: Callable[[], None] | None = None,
) -> None:
    """A finished store and its key slots take their names as one, after the `first` renames; half
    of the two would be taken for a whole store.

    Raises:
        HalfSwapped: `settle` completes it.
        OSError: nothing has changed.
    """
    _refuse_unfolded(part)
    keys = keyslots.slots_path
    # A name of its own first: what is being swapped must outlive whoever tidies up the part.
    incoming = path.with_name(path.name + ".incoming")
    arriving = [(keys(part), keys(incoming)), (part, incoming)]
    settling = [(keys(incoming), keys(path)), (incoming, path)]
    swap(_journal(path), [*arriving, *first, *settling], last_look)


def _refuse_unfolded(part: Path) -> None:
    # On a full disk the engine closes a store and leaves part of it in the log beside it.
    for end in ("-wal", "-journal"):
        log = part.with_name(part.name + end)
        if log.exists() and log.stat().st_size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(part))


def _journal(path: Path) -> Path:
    return path.with_name(path.name + ".swap")


def settle(path: Path) -> None:
    """Finish what an interrupted creation or restore had begun, before anything else is done.

    Raises:
        StorageError: a file is held by another program; nothing is lost.
    """
    store_place.refuse_unreachable(path)
    try:
        finish(_journal(path))
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise store_place.refusal_of(error, path) from error
        raise StorageError(
            f"上次建立或恢复 {path.name} 时中断了，现在还接不上：文件被别的程序占用。",
            "数据都在。请关闭其他学籍通窗口，等杀毒软件扫完，再打开一次。",
            code="E-104",
        ) from error


def _found(
    store: Store, answers: NewSite, facts: Mapping[str, Value], slots: Sequence[Slot]
) -> None:
    from app.domain.declarations import entity_named
    from app.exchange.keys import SiteKeys

    known = facts.get("site")
    site_id = Uid(known) if isinstance(known, bytes) else new_uid()
    with store.database.sealed_write() as connection:
        site.put(connection, "site", site_id)
        for key in ("level", "name", "county"):
            site.put(connection, key, getattr(answers, key))
        if answers.signed_as.strip():
            site.put(connection, "signed_as", signing_name(answers.signed_as))
        root = root_organization(site_id)
        site.put(connection, "organization", root)
        site.put(connection, "keys", SiteKeys.generate().to_bytes())
        if answers.level == site.COUNTY:
            site.put(connection, "recovery_key", keyslots.new_county_key()[0])
        site.put(connection, "lseq", 0)
        for key, value in facts.items():
            site.put(connection, key, value)
        site.new_incarnation(connection)
        for slot in slots:
            known_accounts.add_mark(connection, slot, Role.HEAD, now_text())
    with store.change("建立数据", summary=f"{answers.name} 建立本单位数据") as change:
        values = {"name": answers.name, "kind": "党委"}
        change.create(entity_named("organization"), values, root)


def root_organization(site_id: bytes) -> Uid:
    """The root organization of a site: the county can name it from the site's request alone."""
    return derived_uid(b"organization", site_id)


def _check_answers(answers: NewSite, password: str) -> None:
    problems: dict[str, str] = {}
    if answers.level not in LEVELS:
        problems["level"] = "请选择县级或乡镇"
    if not answers.name.strip():
        problems["name"] = "请填写单位名称，例如青山镇"
    if not answers.operator.strip():
        problems["operator"] = "请填写使用人姓名"
    for key, label in NAMES.items():
        text = getattr(answers, key)
        if text and (len(text) > LONGEST_NAME or not text.isprintable()):
            problems[key] = f"{label}最多 {LONGEST_NAME} 个字，不能有换行和看不见的字符"
    if answers.signed_as.strip():
        try:
            signing_name(answers.signed_as)
        except InvalidInput as error:
            problems |= error.problems
    about = (answers.operator, answers.name, answers.county)
    if problem := password_problem(password, about):
        problems["password"] = problem
    if problems:
        raise InvalidInput(problems)


def open_store(path: Path, password: str, operator: str = "") -> Store:
    """Open an existing store with an account's password or the recovery code. Who works in it is
    whose password it is; an `operator` that is named must be that person.

    Raises:
        StorageError: missing, damaged, wrong password, or made by a newer program.
        AppError: the password is not the operator's.
    """
    settle(path)
    store_place.refuse_unopenable(path)
    location.refuse_unsafe(path)
    slots = keyslots.read(path)
    slot, key = attempts.guarded(path, lambda: keyslots.opened(slots, password, operator))
    try:
        store = Store(Database(path, key), slot.name)
    except StorageError as error:
        raise store_place.told_by(error, path) from error
    try:
        if migrate.pending(store.database):
            _migrate_after_backup(store)
        accounts.admit(store, slot, password)
        key_copies.keep(store)
        former_store.tidy(store)
        _keep_private(path)
    except Exception as error:
        store.close()
        if refusal := refused_by_engine(error):
            raise store_place.told_by(refusal, path) from error
        raise
    return store


def _keep_private(path: Path) -> None:
    """Files that an older program left open to everybody are closed when the store is opened."""
    own, backups = location.user_folder(), location.backup_folder(path)
    keep_all(beside_store(path))
    keep_all((own, *own.glob("*.json"), own / "logs"))
    keep_all((backups, *backups.glob("*")))


def _migrate_after_backup(store: Store) -> None:
    from app.services import backups

    if migrate.version(store.database.read()):
        backups.automatic(store, "升级数据前")
    migrate.migrate(store.database)


def confirm_site(store: Store, *, moved: bool) -> str:
    """Answer the question; either way a fresh incarnation begins and nothing is lost.

    `moved` keeps the site (its keys and enrolment); otherwise a new site begins, which the county
    must enrol again. Returns the new incarnation.
    """
    from app.exchange.keys import SiteKeys

    store.require(Verb.RESTORE)
    with store.database.sealed_write() as connection:
        if not moved:
            site.put(connection, "site", new_uid())
            site.put(connection, "keys", SiteKeys.generate().to_bytes())
            site.forget_exchange(connection)
        incarnation = site.new_incarnation(connection)
        site.put(connection, "home", "")
    location.remember(store.database.read(), store.path)
    with store.change("确认本机", summary="换电脑" if moved else "另立一套", needs=Verb.RESTORE):
        pass
    return incarnation
