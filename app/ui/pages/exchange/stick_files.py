"""The files of ours on a stick as the list shows them: what a person must act on comes first."""

from collections.abc import Sequence

from app.services.exchange import stick
from app.services.exchange.stick import StickFile
from app.ui.pages.exchange.send_dialog import size_text
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered
from app.ui.today import moment

TO_RECEIVE = (stick.FRESH, stick.RECEIPT)
"""What can be received at once, one after the other."""

_ORDER = (
    *(stick.FRESH, stick.RECEIPT, stick.GAP, stick.ENROLMENT, stick.NEWER, stick.REFUSED),
    *(stick.DAMAGED, stick.OWN_CONFIRMED, stick.OWN, stick.RECEIVED, stick.RECEIPT_TAKEN),
    stick.OTHERS,
)
_TONES = {
    stick.FRESH: "accent",
    stick.RECEIPT: "accent",
    stick.ENROLMENT: "accent",
    stick.GAP: "warn",
    stick.NEWER: "warn",
    stick.REFUSED: "bad",
    stick.DAMAGED: "bad",
    stick.RECEIVED: "muted",
    stick.RECEIPT_TAKEN: "muted",
    stick.OTHERS: "muted",
}
COLUMNS: tuple[Column[Numbered[StickFile]], ...] = (
    Column("情况", lambda r: r.row.words, width=330, tone=lambda r: _TONES.get(r.row.state, "")),
    Column("来自", lambda r: r.row.from_name, width=120),
    Column("写出时间", lambda r: moment(r.row.created_at), width=140, date=True),
    Column("大小", lambda r: size_text(r.row.size), width=80, right=True),
    Column("文件", lambda r: r.row.path.name, width=260),
)


def in_order(files: Sequence[StickFile]) -> list[StickFile]:
    """Fresh ones first, of each sender in the order in which it sent them."""
    places = {state: place for place, state in enumerate(_ORDER)}
    return sorted(files, key=lambda f: (places.get(f.state, 99), f.from_name, f.sequence))


def fits(file: StickFile, view: View) -> bool:
    """Whether the searched text stands in its sentence, its sender or its name."""
    return view.text in f"{file.words}{file.from_name}{file.path.name}"
