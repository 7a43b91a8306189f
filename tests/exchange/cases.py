"""Every way in which a file is refused, each as bytes with the code that must come out."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.exchange.enrolment import Request, read_reply, read_request
from app.exchange.header import Kind
from app.exchange.package import open_package
from app.exchange.parties import OwnSite
from app.exchange.receipt import read_receipt
from tests.exchange.sites import COUNTY, PEERS, TIME, TOWNSHIP, peer, received


@dataclass(frozen=True)
class Case:
    """`reader` names who opens the file (see READERS), `name` says what is wrong with it."""

    reader: str
    code: str
    name: str
    data: bytes

    @property
    def file(self) -> str:
        return f"{self.reader}.{self.code}.{self.name}.bin"


def request_of(me: OwnSite, number: str = "5" * 32) -> Request:
    return Request(number, me.site, me.name, "township", COUNTY.name, me.keys.public, TIME)


def _receipt(data: bytes) -> object:
    source = io.BytesIO(data)
    return read_receipt(open_package(source, TOWNSHIP, [peer(COUNTY)], Kind.RECEIPT))


def _renewal(data: bytes) -> object:
    return read_reply(data, TOWNSHIP, request_of(TOWNSHIP), peer(COUNTY), known_serial=4)


def _keys(reader: str) -> Callable[[bytes], object]:
    def read(data: bytes) -> object:
        from tests.exchange import cases_keys

        return cases_keys.READERS[reader](data)

    return read


READERS: dict[str, Callable[[bytes], object]] = {
    "package": lambda data: received(data, COUNTY, PEERS),
    "request": lambda data: read_request(data, COUNTY),
    "reply": lambda data: read_reply(data, TOWNSHIP, request_of(TOWNSHIP)),
    "renewal": _renewal,
    "receipt": _receipt,
    **{
        name: _keys(name)
        for name in ("invitation", "reinvitation", "answer", "unlock_request", "unlock_answer")
    },
}


def all_cases() -> Iterator[Case]:
    from tests.exchange import cases_content, cases_cover, cases_documents, cases_file, cases_keys

    yield from cases_file.cases()
    yield from cases_cover.cases()
    yield from cases_content.cases()
    yield from cases_documents.cases()
    yield from cases_keys.cases()
