"""Writes the kept files: `python -m tests.exchange.vectors` (made once, they stay for ever)."""

from collections.abc import Iterator
from pathlib import Path

from app.exchange.enrolment import sign_reply, sign_request
from app.exchange.header import Kind
from app.exchange.invitation import sign_answer
from app.exchange.receipt import Receipt, Received, receipt_content
from app.exchange.unlocking import sign_unlock_request
from tests.exchange.cases import Case, all_cases, request_of
from tests.exchange.cases_documents import REPLY
from tests.exchange.cases_keys import (
    ANSWER,
    ONCE,
    REQUEST,
    invitation_file,
    unlock_answer_file,
)
from tests.exchange.sites import COUNTY, TOWNSHIP, label, package

FOLDER = Path(__file__).parent / "vectors"
LARGEST = 4095
GOOD = "good"


def good_files() -> Iterator[Case]:
    """What every later version must still read."""
    yield Case("package", GOOD, "report", package())
    yield Case("request", GOOD, "request", sign_request(request_of(TOWNSHIP), TOWNSHIP.keys))
    yield Case("reply", GOOD, "reply", sign_reply(REPLY, COUNTY.keys))
    yield Case("invitation", GOOD, "invitation", invitation_file())
    yield Case("answer", GOOD, "answer", sign_answer(ANSWER, TOWNSHIP.keys))
    yield Case("unlock_request", GOOD, "unlock_request", sign_unlock_request(REQUEST, ONCE))
    yield Case("unlock_answer", GOOD, "unlock_answer", unlock_answer_file())
    confirmed = Receipt((Received("1" * 32, 7, "2" * 64, {"applied": 12}),))
    content = receipt_content(confirmed)
    receipt = package(COUNTY, TOWNSHIP, label=label(Kind.RECEIPT), body=content)
    yield Case("receipt", GOOD, "receipt", receipt)


def write_missing() -> int:
    """Add the files that are not there yet; those that are stay as an older version wrote them."""
    FOLDER.mkdir(exist_ok=True)
    added = 0
    for case in (*good_files(), *all_cases()):
        path = FOLDER / case.file
        if len(case.data) <= LARGEST and not path.exists():
            path.write_bytes(case.data)
            added += 1
    return added


if __name__ == "__main__":
    print(f"{write_missing()} files added to {FOLDER.name}/")
