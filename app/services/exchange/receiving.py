"""数据接收: check completely, show, then apply exactly that in one transaction after a backup."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.data.exchange import packages_put_aside
from app.data.exchange.package_notes import RestorePoint
from app.data.exchange.packages_put_aside import BY_OFFICER, PutAside
from app.data.queries.peer_list import PeerRow
from app.domain.accounts.roles import Verb
from app.domain.errors import AppError, PackageError
from app.domain.exchange.package_state import PackageState
from app.domain.progress import Progress, Silent
from app.exchange.header import Kind
from app.services import backups
from app.services.exchange import putting_aside, receipts
from app.services.exchange.applying import (
    Sitting,
    apply,
    judged,
    opened_package,
    preview_package,
    trial,
)
from app.services.exchange.county_slot import keep_slot
from app.services.exchange.incident_notes import note_gap, noting
from app.services.exchange.package_view import PackageView
from app.services.exchange.sending_back import ToReturn
from app.services.exchange.staging import Arrived, brought_in
from app.services.exchange.welcoming import waiting_answer, welcome
from app.services.store import Store, refuse_unanswered

__all__ = [
    "PackageView",
    "inspect_package",
    "receive_package",
    "receive_put_aside",
]


def inspect_package(store: Store, path: Path, progress: Progress | None = None) -> PackageView:
    """What the package would change, found by applying it and rolling back: what is shown is
    what would be applied.

    Raises:
        PackageError: any reason for which the package must not be applied.
    """
    with (
        brought_in(store.path, path) as arrived,
        noting(store, arrived),
    ):
        answer = waiting_answer(store, path)
        with trial(store) if answer else contextlib.nullcontext() as change:
            notes = welcome(change, answer) if change and answer else []
            with opened_package(store, arrived) as (package, peer):
                view = replace(judged(store, package, peer), notes=tuple(notes))
                if not (view.state.applies or view.state is PackageState.RECEIPT):
                    return view
                with contextlib.nullcontext(change) if change else trial(store) as tried:
                    if view.state is PackageState.RECEIPT:
                        return receipts.preview_receipt(tried, package, peer, view)
                    return preview_package(tried, package, peer, view, progress or Silent())


def receive_package(
    store: Store,
    path: Path,
    progress: Progress | None = None,
    returned: Sequence[ToReturn] = (),
) -> PackageView:
    """Apply a package in one transaction after a verified backup, and write a receipt.

    A package received before is a harmless no; one with a gap before it, or for a newer program,
    is put aside (`notice` names what is missing) and taken by itself once the gap is closed.
    All but the last get a receipt: the sender learns what we hold. `returned` is what the county
    sends back of it, in the very same step.

    Raises:
        PackageError: any reason for which the package must not be applied.
        AppError: something cannot be sent back; then nothing is received either.
    """
    store.require(Verb.EXCHANGE)
    if returned:
        store.require(Verb.REVIEW)
    refuse_unanswered(store)
    notes = _welcomed(store, path)
    with brought_in(store.path, path) as arrived, _kept_if_newer(store, arrived):
        view = _received(store, arrived, path, progress or Silent(), returned)
    keep_slot(store)
    return replace(view, notes=(*notes, *view.notes))


def _welcomed(store: Store, path: Path) -> list[str]:
    answer = waiting_answer(store, path)
    if answer is None:
        return []
    with store.change(
        "开户", summary=f"{answer.name} 按开户文件开户", needs=Verb.EXCHANGE
    ) as change:
        return welcome(change, answer)


def receive_put_aside(
    store: Store, number: int, receipts_to: Path, progress: Progress | None = None
) -> PackageView:
    """Receive a package that was put aside; its receipt goes to the folder `receipts_to`.

    Raises:
        NotFound: it waits no more.
        PackageError: any reason for which the package must not be applied; it goes on waiting.
    """
    store.require(Verb.EXCHANGE)
    refuse_unanswered(store)
    entry = putting_aside.entry_of(store, number)
    arrived = Arrived(putting_aside.path_of(store, number), entry.file_name)
    view = _received(store, arrived, receipts_to / entry.file_name, progress or Silent())
    if view.state is not PackageState.GAP:
        putting_aside.forget(store, entry)
    return view


def _received(
    store: Store,
    arrived: Arrived,
    beside: Path,
    progress: Progress,
    returned: Sequence[ToReturn] = (),
) -> PackageView:
    point = None
    with noting(store, arrived), opened_package(store, arrived) as (package, peer):
        view = judged(store, package, peer)
        if returned and not view.state.applies:
            raise AppError(
                "这个文件里没有可以接收的内容，退回没有登记。",
                "请先不带退回接收一次；已接收的记录可以直接退回。",
            )
        if package.header.kind is Kind.RECEIPT:
            return receipts.take(store, package, peer, view)
        if view.state.applies:
            point = backups.before_receive(store, f"接收{peer.title}数据前")
            view = apply(store, package, peer, view, Sitting(arrived, point, progress, returned))
        elif view.state is PackageState.GAP:
            with store.database.sealed_write() as connection:
                note_gap(connection, package, peer, view)
            view = _kept(store, arrived, view)
    if point is not None:
        view = replace(view, taken=receive_closed_gaps(store, peer, point, progress))
    return receipts.write(store, peer, view, beside)


def _kept(store: Store, arrived: Arrived, view: PackageView) -> PackageView:
    try:
        putting_aside.keep(store, arrived, packages_put_aside.GAP, "前面缺数据包")
    except AppError:
        return view  # no room: the stick still has it, and the notice says it was not received
    return replace(view, put_aside=True)


@contextlib.contextmanager
def _kept_if_newer(store: Store, arrived: Arrived) -> Iterator[None]:
    try:
        yield
    except PackageError as error:
        if not error.code.startswith("E-203"):
            raise
        putting_aside.keep(store, arrived, packages_put_aside.NEWER, "需要更新版本的程序")
        hint = "已暂存在本机，没有导入任何内容。请先升级本程序，再在“暂存的数据包”里接收。"
        raise PackageError(error.message, hint, code=error.code) from error


def receive_closed_gaps(
    store: Store, peer: PeerRow, point: RestorePoint, progress: Progress
) -> tuple[int, ...]:
    """After a receive: every package of that sender whose gap is closed, each in a transaction of
    its own; what a later one holds already waits no more. Returns the numbers received."""
    putting_aside.tidy(store)
    taken: list[int] = []
    while True:
        left = [
            entry
            for entry in packages_put_aside.everything(store.database.read())
            if entry.peer == peer.id and entry.kind != BY_OFFICER
        ]
        tried = (_taken(store, entry, point, progress) for entry in left)
        number = next((found for found in tried if found is not None), None)
        if number is None:
            return tuple(taken)
        taken.append(number)


def _taken(store: Store, entry: PutAside, point: RestorePoint, progress: Progress) -> int | None:
    """The number of the package when it was received, or None."""
    arrived = Arrived(putting_aside.path_of(store, entry.id), entry.file_name)
    try:
        with opened_package(store, arrived) as (package, peer):
            view = judged(store, package, peer)
            if view.state is PackageState.RECEIPT:
                receipts.take(store, package, peer, view)
            elif view.state.applies:
                apply(store, package, peer, view, Sitting(arrived, point, progress))
    except PackageError:
        # Void, forged or still too new: it stays where a person sees it.
        return None
    if view.state is not PackageState.GAP:
        putting_aside.forget(store, entry)
    return view.sequence if view.state.applies else None
