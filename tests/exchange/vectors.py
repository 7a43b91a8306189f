"""Writes the kept files: `python -m tests.exchange.vectors` (made once, they stay for ever)."""

from collections.abc import Iterator
from pathlib import Path

from app.exchange.enrolment import sign_reply, sign_request
from app.exchange.header import Kind
from app.exchange.receipt import Receipt, Received, receipt_content
from tests.exchange.cases import Case, all_cases, request_of
from tests.exchange.cases_documents import REPLY
from tests.exchange.sites import COUNTY, TOWNSHIP, label, package

FOLDER = Path(__file__).parent / "vectors"
LARGEST = 4095
GOOD = "good"


def good_files() -> Iterator[Case]:
    """What every later version must still read."""
    yield Case("package", GOOD, "report", package())
    yield Case("request", GOOD, "request", sign_request(request_of(TOWNSHIP), TOWNSHIP.keys))
    yield Case("reply", GOOD, "reply", sign_reply(REPLY, COUNTY.keys))
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
