"""What is told about a package: who sent it, what it would change or has changed, what is amiss."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from app.data.exchange.listed_changes import ListedChange
from app.data.exchange.merge_state import MergeState
from app.domain.errors import AppError, PackageError
from app.domain.exchange.package_state import PackageState, numbers_text


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field; of what is disputed `before` is the value here, `after` that in the package."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One row; `note` says what happens where there is no field to show."""

    what: str
    entity: str
    kind: str
    uid: bytes
    organization: str
    subject: str
    fields: tuple[FieldLine, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PackageView:
    """Who sent a package, when, and what it would change or has changed.

    `unlisted` counts per entity the lines that `rows` leaves out of a very large package;
    `returned` is what was sent back: here by us, or to us in what arrived. `taken` are the
    numbers of packages that had waited and were taken in the same sitting; `put_aside` says that
    this one waits now (E-205). `notes` are sentences for the clerk: who was enrolled by this
    package, whose keys have changed.
    """

    sender: str
    receiver: str
    sequence: int
    created_at: str
    state: PackageState
    new: int = 0
    changed: int = 0
    deleted: int = 0
    taken_back: int = 0  # of the new ones: removed before they came
    conflicts: int = 0
    duplicates: int = 0
    held: int = 0
    erased: int = 0  # rows about erased people, dropped
    rows: list[ListedChange] = field(default_factory=list)
    unlisted: dict[str, int] = field(default_factory=dict)
    returned: int = 0
    lines: list[PreviewLine] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    receipt: Path | None = None
    missing: tuple[int, ...] = ()
    received_at: str = ""
    differing: tuple[str, ...] = ()
    put_aside: bool = False
    taken: tuple[int, ...] = ()

    def after(self, merge: MergeState) -> Self:
        """The same package with what joining it did, or would do."""
        return replace(
            self,
            new=merge.new,
            changed=merge.changed,
            deleted=merge.removed,
            conflicts=merge.opened,
            taken_back=merge.taken_back,
            duplicates=merge.unchanged,
            held=merge.held,
            erased=merge.erased,
            rows=merge.listed.lines,
            unlisted=dict(+merge.listed.unlisted),
            returned=merge.returned,
        )

    @property
    def applied(self) -> int:
        """Rows that were added, changed or removed."""
        return self.new + self.changed + self.deleted

    @property
    def news(self) -> int:
        """Rows that are new to look at: what was taken back before it came is not."""
        return self.new - self.taken_back

    @property
    def notice(self) -> AppError | None:
        """What to tell the clerk beside the counts: a gap (E-205), a package that came before
        (E-204), content that differs afterwards (E-209); None otherwise. Raise or show it."""
        if self.differing:
            return PackageError(
                f"与 {self.sender} 核对后两边数据不一致（{'、'.join(self.differing)}），已记录。",
                "已有数据没有删除。下一次导出会带上全部数据，对方接收并交回执后会再核对一次。",
                code="E-209",
            )
        if self.state is PackageState.GAP:
            return self._gap()
        if self.state is PackageState.ALREADY:
            when = f"已于 {self.received_at} 接收过" if self.received_at else "已被后来的数据包包含"
            return PackageError(
                f"{self.sender} 的第 {self.sequence} 号数据包{when}。",
                "无需重复接收，本机数据没有改动。",
                code="E-204",
            )
        return None

    def _gap(self) -> AppError:
        which = f"缺少第 {numbers_text(self.missing)} 号数据包" if self.missing else "前面缺数据包"
        kept = "已暂存在本机" if self.put_aside else "没有接收"
        after = "，收到后暂存的包会自动接上" if self.put_aside else ""
        return PackageError(
            f"{which}，{self.sender} 的第 {self.sequence} 号{kept}，本机数据没有改动。",
            f"请先接收缺少的数据包{after}；找不到时把本次生成的回执交给对方，请对方重新导出，"
            "或请对方“导出全部数据”。",
            code="E-205",
        )
