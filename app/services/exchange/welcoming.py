"""A package of a site not enrolled yet, with its 开户回执 beside it: the site is enrolled."""

from pathlib import Path

from app.data import site
from app.data.changes import Change
from app.data.database import Connection
from app.data.exchange import invitations
from app.domain.errors import PackageError
from app.domain.exchange.document_kind import DocumentKind
from app.exchange.frame import read_frame
from app.exchange.header import Header
from app.exchange.invitation import Answer, read_answer
from app.exchange.listing import list_files
from app.exchange.signed import kind_of, load_document
from app.exchange.stick import reading
from app.services.exchange import enrolment
from app.services.exchange.parties import known_parties, own_site
from app.services.store import Store


def waiting_answer(store: Store, package: Path) -> Answer | None:
    """The 开户回执 of a package's sender that lies in the same folder: when the sender's keys are
    not known here, or when it answers a 开户文件 that nobody has used yet."""
    if store.site.level != site.COUNTY:
        return None
    header = _header(package)
    connection = store.database.read()
    known = header is not None and _is_known(connection, header)
    if header is None or (known and not invitations.any_open(connection)):
        return None
    for path in _documents(package.parent):
        answer = _answer(store, path)
        if answer is not None and _is_of(answer, header):
            row = invitations.by_number(connection, answer.number)
            ours = row is not None and answer.proved_by(row.secret)
            if row is not None and ours and not (known and (row.used_by or row.cancelled_at)):
                return answer
    return None


def welcome(change: Change, answer: Answer) -> list[str]:
    """Enrol the site; returns what the clerk compares by telephone.

    Raises:
        PackageError: the 开户文件 was used by somebody else, cancelled, or the keys are void.
    """
    made = enrolment.enrol_answer(change, answer)
    return [
        f"{made.name} 已按开户文件开户（{'、'.join(made.scope)}）。"
        f"请电话核对：开户文件的校验码是 {made.check_words}，"
        f"{made.name} 的核对码是 {made.fingerprint}。"
    ]


def _header(path: Path) -> Header | None:
    try:
        with reading(path) as source:
            return read_frame(source).header
    except PackageError:
        return None  # what is wrong with it is told when it is opened


def _is_known(connection: Connection, header: Header) -> bool:
    return any(
        (party.site, party.keys.key_id) == (header.sender, header.sender_key)
        and not party.revoked_on
        for party in known_parties(connection)
    )


def _documents(folder: Path) -> list[Path]:
    found = list_files(folder)
    return [f.path for f in found if not (f.header or f.problem) and f.path.parent == folder]


def _answer(store: Store, path: Path) -> Answer | None:
    try:
        data = load_document(path)
        if kind_of(data) is not DocumentKind.ANSWER:
            return None
        return read_answer(data, own_site(store))
    except PackageError:
        return None  # somebody else's file on the same stick


def _is_of(answer: Answer, header: Header) -> bool:
    return (answer.site, answer.keys.key_id) == (header.sender, header.sender_key)
