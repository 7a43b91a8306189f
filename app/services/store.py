"""An open store and who works in it; what must be answered before it is written to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.data import accounts, location, site
from app.data.database import Database
from app.domain.accounts.roles import Role, Verb, may, who_may, why_not
from app.domain.errors import AppError, StorageError

if TYPE_CHECKING:
    from app.data.changes import Change
    from app.data.people_index import PeopleIndex
    from app.files.own_folder import OwnFolder

QUESTIONS = {
    location.MOVED: "这份数据是从别处复制来的，或换了电脑。",
    location.RESTORED: "这份数据比本机记录的旧，可能是用旧文件覆盖的。",
}

_SCRATCH = "临时-"


@dataclass
class Store:
    """An open store and who is working in it."""

    database: Database
    operator: str
    weak_password: bool = False
    """Whether it was opened with a password that would not be taken today."""
    _written: set[str] = field(default_factory=set, repr=False, compare=False)

    @cached_property
    def people(self) -> "PeopleIndex":
        """Everybody in memory, for lists and search."""
        from app.data.people_index import PeopleIndex  # not before the window is there

        return PeopleIndex(self.database)

    @property
    def path(self) -> Path:
        """The store file."""
        return self.database.path

    @property
    def site(self) -> site.Site:
        """Which site this store is."""
        return site.current(self.database.read())

    @property
    def role(self) -> Role:
        """What who works here may do; asked anew, because a head may just have changed it."""
        return accounts.role_of(self.database.read(), self.operator)

    def why_not(self, verb: Verb) -> str:
        """Why something is not offered here; empty when it is."""
        return why_not(self.role, verb, self.site.level)

    def require(self, verb: Verb) -> None:
        """The one gate of every action, for the window and the command line alike.

        Raises:
            AppError: what is not allowed, to whom, and who may (E-501).
        """
        role, level = self.role, self.site.level
        if may(role, verb, level):
            return
        whom = "或".join(who_may(verb, level))
        names = "、".join(accounts.heads(self.database.read())[:3])
        raise AppError(
            f"“{self.operator}”的分工是“{role}”，不能{verb.value}。",
            f"请由{whom}办理；分工由负责人（{names}）在“设置 → 使用人与密码”里调整。",
            code="E-501",
        )

    @contextmanager
    def change(
        self,
        action: str,
        *,
        reason: str = "",
        summary: str = "",
        needs: Verb = Verb.ENTER,
        bounded: bool = True,
    ) -> "Iterator[Change]":
        """One business action: all of it is saved, or nothing is. `bounded` off carries out what
        the county said (joining it), which reaches beyond what this site may say itself.

        Raises:
            AppError: whoever works here may not do it (`needs`), a row is not this site's to
                write, or the store was copied or restored and nobody has said which.
        """
        from app.data.changing import changing  # a window that only shows needs none of it

        self.require(needs)
        refuse_unanswered(self)
        with changing(
            self.database,
            self.operator,
            action,
            reason=reason,
            summary=summary,
            bounded=bounded,
        ) as change:
            yield change
        self._written |= change.tables
        location.remember(self.database.read(), self.path)

    def take_written(self) -> frozenset[str]:
        """The tables written since this was asked last, for whoever shows them; empty where
        something else was: then everything may have changed."""
        written, self._written = frozenset(self._written), set()
        return written

    def scratch(self, what: str) -> "OwnFolder":
        """A folder for papers and tables on their way through: beside the store, not in the
        machine's common folder. Whoever asked for it wipes it.

        Raises:
            StorageError: there is no room, or the folder cannot be written to.
        """
        from app.files.own_folder import OwnFolder  # a window that only shows needs none

        try:
            return OwnFolder(self.path.parent, self._scratches, what)
        except OSError as error:
            raise StorageError(
                "数据所在的文件夹写不进去，没有办成。", "请清理磁盘，或检查这个文件夹能否写入。"
            ) from error

    def sweep(self) -> None:
        """Wipe what a window on this store that crashed left there and in the user's folder."""
        from app.files.own_folder import sweep_own
        from app.files.placing import sweep

        sweep_own(self.path.parent, self._scratches)
        sweep(location.user_folder(), "")

    @property
    def _scratches(self) -> str:
        return f"{_SCRATCH}{self.path.name}-"

    def close(self) -> None:
        """Release the file."""
        self.database.close()


def open_question(store: Store) -> str:
    """What must be asked about this store before it is written to; empty when nothing."""
    asked = location.question(store.database.read(), store.path)
    return QUESTIONS[asked] if asked is not None else ""


def refuse_unanswered(store: Store) -> None:
    """Refuse to write into a store whose place nobody has explained yet.

    Raises:
        AppError: with the question and how to answer it.
    """
    if asked := open_question(store):
        raise AppError(
            asked + "为免两台电脑的记录混在一起，先不写入。",
            "请先回答：换了电脑或恢复了备份请选“换电脑”（site confirm --moved）；"
            "要另外建立一套请选“另立一套”（site confirm --new）。",
            code="E-208",
        )
