"""The enrolment files on a stick in words: whose, for what, and whether something is to be done."""

from dataclasses import dataclass
from pathlib import Path

from app.data.exchange import invitations
from app.domain.errors import PackageError
from app.domain.exchange.document_kind import DocumentKind
from app.exchange.shapes import is_name
from app.exchange.signed import Document, kind_of, load_document, read_document
from app.services.exchange.parties import own_site
from app.services.store import Store

TO_DO, DONE, OWN, DAMAGED = "enrolment", "received", "own", "damaged"


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
    name, ours = _writer(store, document)
    state, words = _told(store, document, name, ours=ours)
    return DocumentLine(state, words, name, str(document.body.get("created_at") or ""))


def _writer(store: Store, document: Document) -> tuple[str, bool]:
    # The county's own files name it as "county"; the others name their writer themselves.
    county = document.body.get("county")
    of = county if isinstance(county, dict) else document.body
    if not is_name(of.get("name")):
        return "", False
    return str(of["name"]), of.get("site") == own_site(store).site


def _told(store: Store, document: Document, name: str, *, ours: bool) -> tuple[str, str]:
    label = document.kind.label
    if ours:
        return OWN, f"本单位写的{label}"
    if document.kind is DocumentKind.ANSWER:
        row = invitations.by_number(store.database.read(), str(document.body.get("number")))
        if row is not None and row.used_by:
            return DONE, f"{name}的{label}，已开户"
    return TO_DO, f"{name}的{label}，未处理"
