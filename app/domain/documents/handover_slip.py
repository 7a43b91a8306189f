"""What the handover slip (交接单) that goes along with a data package says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HandoverSlip:
    """`check_words` let both sides compare by voice; `contents` are (what, how many) pairs."""

    kind: str
    file_name: str
    sequence: str
    sender: str
    receiver: str
    made_on: str
    operator: str
    rows: str
    size: str
    contents: tuple[tuple[str, str], ...]
    check_words: tuple[str, ...]
    origin_check: str = ""
    printed_note: str = ""
