"""What lies on a stick or in a folder: each of our files with a sentence, and what may go."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.data import site
from app.data.exchange import invitations, package_notes
from app.data.queries import package_log, peer_list
from app.domain.accounts.roles import Verb
from app.domain.errors import AppError, PackageError
from app.domain.exchange.document_kind import DocumentKind
from app.domain.exchange.package_state import PackageState, numbers_text
from app.exchange.frame import read_frame
from app.exchange.header import Header, Kind
from app.exchange.listing import FoundFile, list_files
from app.exchange.shapes import is_name
from app.exchange.signed import Document, kind_of, load_document, read_document
from app.exchange.stick import reading
from app.services.exchange.applying import judged, opened_package
from app.services.exchange.parties import own_site
from app.services.exchange.staging import Arrived
from app.services.exchange.welcoming import waiting_answer
from app.services.store import Store

FRESH, RECEIVED, GAP, OTHERS = "fresh", "received", "gap", "others"
RECEIPT, RECEIPT_TAKEN = "receipt", "receipt-taken"
OWN, OWN_CONFIRMED = "own", "own-confirmed"
ENROLMENT, DAMAGED, NEWER, REFUSED = "enrolment", "damaged", "newer", "refused"
PACKAGE = "package"
LARGE = 64 << 20
"""A larger package is not read whole only to be listed; it is checked when it is received."""


@dataclass(frozen=True, slots=True)
class StickFile:
    """One file of ours. `kind` is package, receipt or enrolment; `state` one of the words above;
    `words` the sentence for the list."""

    path: Path
    kind: str
    from_name: str
    to_name: str
    sequence: int
    created_at: str
    state: str
    words: str
    size: int


def on_stick(store: Store, folder: Path) -> list[StickFile]:
    """Everything of ours in a folder, found by content, the newest first; nothing is noted and
    nothing changes.

    Raises:
        PackageError: the folder is not there, or the stick failed.
    """
    known = peer_list.all_peers(store.database.read())
    computers = {peer.site.hex(): peer.title for peer in known}
    return [_by_computer(_told(store, file), file, computers) for file in list_files(folder)]


def _by_computer(told: StickFile, file: FoundFile, computers: Mapping[str, str]) -> StickFile:
    """The cover names the township only; several of its computers may write to one stick."""
    if file.header is None:
        return told
    return replace(told, from_name=computers.get(file.header.sender, told.from_name))


def _told(store: Store, file: FoundFile) -> StickFile:
    if file.header is not None:
        kind = RECEIPT if file.header.kind is Kind.RECEIPT else PACKAGE
        return _line(file, kind, *_package(store, file.path, file.header))
    if file.problem is None:
        told = document_line(store, file.path)
        sent = (told.from_name, "", 0, told.created_at)
        return StickFile(file.path, ENROLMENT, *sent, told.state, told.words, file.size)
    state = NEWER if file.problem.code.startswith("E-203") else DAMAGED
    return _line(file, PACKAGE, state, _problem_words(file.problem))


def _line(file: FoundFile, kind: str, state: str, words: str) -> StickFile:
    header = file.header
    if header is None:
        return StickFile(file.path, kind, "", "", 0, "", state, words, file.size)
    told = (header.sender_name, header.receiver_name, header.sequence, header.created_at)
    return StickFile(file.path, kind, *told, state, words, file.size)


def _problem_words(problem: PackageError) -> str:
    if problem.code.startswith("E-203"):
        return "需要新版程序，请先升级"
    return f"已损坏：{problem.message}" if problem.code.startswith("E-202") else problem.message


def _package(store: Store, path: Path, header: Header) -> tuple[str, str]:
    me = own_site(store)
    what = header.kind.label if header.kind is Kind.RECEIPT else "数据包"
    if header.sender == me.site:
        return _own(store, path, header)
    if header.receiver != me.site:
        return OTHERS, f"给{header.receiver_name}的第 {header.sequence} 号{what}，不是给本单位的"
    try:
        return _ours(store, path, header)
    except PackageError as error:
        state = {"E-202": DAMAGED, "E-203": NEWER}.get(error.code[:5], REFUSED)
        return state, _problem_words(error)


def _ours(store: Store, path: Path, header: Header) -> tuple[str, str]:
    named = f"给本单位的第 {header.sequence} 号数据包"
    if path.stat().st_size > LARGE:
        known = package_log.logged(store.database.read(), "in", header.incarnation, header.sequence)
        return (RECEIVED, f"{named}，已接收") if known else (FRESH, f"{named}，未接收")
    if (answer := waiting_answer(store, path)) is not None:
        return FRESH, f"{answer.name}第一次上报的第 {header.sequence} 号数据包，接收时一并开户"
    with opened_package(store, Arrived(path, path.name)) as (package, peer):
        if header.kind is Kind.RECEIPT:
            mine = str(site.get(store.database.read(), "incarnation"))
            taken = package.manifest["confirmed"].get(mine, 0) <= peer.acked
            told = f"{peer.title}的回执（第 {header.sequence} 号）"
            return (RECEIPT_TAKEN, f"{told}，已收下") if taken else (RECEIPT, f"{told}，未收下")
        view = judged(store, package, peer)
    if view.state is PackageState.ALREADY:
        return RECEIVED, f"{named}，已接收"
    if view.state is PackageState.GAP:
        which = f"第 {numbers_text(view.missing)} 号" if view.missing else "前面的包"
        return GAP, f"{named}，缺{which}"
    return FRESH, f"{named}，未接收"


def _own(store: Store, path: Path, header: Header) -> tuple[str, str]:
    peer = peer_list.by_site(store.database.read(), bytes.fromhex(header.receiver))
    whom = peer.title if peer is not None else header.receiver_name
    if header.kind is Kind.RECEIPT:
        return OWN, f"本单位写的回执，请交给{whom}"
    told = f"本单位给{whom}的第 {header.sequence} 号数据包"
    if _confirmed(store, path, header):
        return OWN_CONFIRMED, f"{told}，已回执，可以删除"
    return OWN, f"{told}，还没有回执，请保留"


def _confirmed(store: Store, path: Path, header: Header) -> bool:
    with reading(path) as source:
        digest = hashlib.sha256(read_frame(source).signed).hexdigest()
    connection = store.database.read()
    if header.incarnation != site.get(connection, "incarnation"):
        return False  # nobody's word about an earlier identity of ours is kept
    return package_notes.is_confirmed(connection, header.incarnation, header.sequence, digest)


def deletable(store: Store, folder: Path) -> list[StickFile]:
    """Our own packages there whose receiver has confirmed everything in them.

    Raises:
        PackageError: see `on_stick`.
    """
    return [file for file in on_stick(store, folder) if file.state == OWN_CONFIRMED]


def delete_confirmed(store: Store, folder: Path) -> int:
    """Delete exactly those; asks nothing. Returns how many.

    Raises:
        AppError: one of them cannot be deleted, for instance on a read-only stick.
    """
    store.require(Verb.EXCHANGE)
    files = deletable(store, folder)
    for file in files:
        try:
            file.path.unlink(missing_ok=True)
        except OSError as error:
            raise AppError(
                f"{file.path.name} 删不掉：U盘可能打开了写保护，或文件正被占用。",
                "数据不受影响；可以关闭写保护后再试，或留着不管。",
                code="E-201",
            ) from error
    return len(files)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """What the list says of one file; nothing in it is believed yet, it is only shown."""

    state: str
    words: str
    from_name: str = ""
    created_at: str = ""


def document_line(store: Store, path: Path) -> DocumentLine:
    """One 开户文件, 开户回执, request or reply."""
    try:
        data = load_document(path)
        kind = kind_of(data)
        if kind is None:
            return DocumentLine(DAMAGED, "已损坏：开户文件读不出来")
        document = read_document(data, kind)
    except PackageError as error:
        return DocumentLine(DAMAGED, error.message)
    name, ours = _document_writer(store, document)
    state, words = _document_told(store, document, name, ours=ours)
    return DocumentLine(state, words, name, str(document.body.get("created_at") or ""))


def _document_writer(store: Store, document: Document) -> tuple[str, bool]:
    # The county's own files name it as "county"; the others name their writer themselves.
    county = document.body.get("county")
    of = county if isinstance(county, dict) else document.body
    if not is_name(of.get("name")):
        return "", False
    return str(of["name"]), of.get("site") == own_site(store).site


def _joined(store: Store, document: Document) -> bool:
    county = document.body.get("county")
    wrote = county.get("site") if isinstance(county, dict) else None
    return any(p.site.hex() == wrote for p in peer_list.all_peers(store.database.read()))


def _document_told(store: Store, document: Document, name: str, *, ours: bool) -> tuple[str, str]:
    label = document.kind.label
    if ours:
        return OWN, f"本单位写的{label}"
    if document.kind is DocumentKind.ANSWER:
        row = invitations.by_number(store.database.read(), str(document.body.get("number")))
        if row is not None and row.used_by:
            return RECEIVED, f"{name}的{label}，已开户"
    if store.site.level == site.TOWNSHIP:
        if document.kind in (DocumentKind.ANSWER, DocumentKind.REQUEST):
            return OTHERS, f"{name}的{label}，不是给本单位的"
        if document.kind is DocumentKind.INVITATION and _joined(store, document):
            return ENROLMENT, f"{name}的{label}，本机已开户，重新开户时才用"
    return ENROLMENT, f"{name}的{label}，未处理"
