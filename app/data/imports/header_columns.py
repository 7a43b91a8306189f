"""What each column under a header holds, and of whom: group over group, word beside word."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.data.imports.header_bands import Band, HeaderLines, Piece
from app.data.imports.header_words import HeaderWords, bare_header
from app.domain.people.roster_headers import (
    POST_FROM,
    POST_TITLE,
    SERIAL_HEADERS,
    is_about_somebody_else,
    is_family,
    is_introducer,
    is_own_group,
    is_relation,
)

_OWN_ONLY = frozenset(
    {"name", "joined_on", "full_on", "organization", "political_status", "status", "cadre_scope",
     "note", POST_TITLE, POST_FROM}
)  # fmt: skip
"""Fields that a list never gives of a relative or a helper."""


class Whose(StrEnum):
    """Of whom a column speaks."""

    OWN = "own"
    OTHER = "other"
    UNSURE = "unsure"


@dataclass(slots=True)
class Column:
    """One column of a header, from 0."""

    index: int
    pieces: tuple[Piece, ...]
    field: str = ""
    whose: Whose = Whose.OWN
    weak: bool = False
    learned: bool = False

    @property
    def text(self) -> str:
        """The header as the clerk reads it, group and word: 紧急联系人/联系电话."""
        return "/".join("".join(piece.text.split()) for piece in self.pieces)

    @property
    def key(self) -> str:
        """The header as it is compared and learned."""
        return bare_header("".join(piece.text for piece in self.pieces))

    @property
    def leaf(self) -> str:
        """The lowest word."""
        return self.pieces[-1].text if self.pieces else ""

    @property
    def groups(self) -> tuple[Piece, ...]:
        """The pieces above the lowest."""
        return self.pieces[:-1]

    @property
    def is_serial(self) -> bool:
        """Whether it only counts the lines."""
        return any(bare_header(piece.text) in SERIAL_HEADERS for piece in self.pieces)

    @property
    def speaks_of_another(self) -> bool:
        """Whether the word itself, under no group, is about somebody else."""
        return is_about_somebody_else(bare_header(self.leaf))


def read_columns(lines: HeaderLines, band: Band, words: HeaderWords) -> list[Column]:
    """The columns of a header with field and owner, as far as words and groups tell."""
    columns = [Column(index, ()) for index in range(band.left, band.right)]
    for row in range(band.top, band.bottom + 1):
        _put(lines.pieces(row, band.left, band.right), columns, band, row, lines)
    for column in columns:
        _name(column, words)
    _own_groups(columns)
    return columns


def _put(
    pieces: Sequence[Piece], columns: Sequence[Column], band: Band, row: int, lines: HeaderLines
) -> None:
    for number, piece in enumerate(pieces):
        if piece.top < row and any(piece in column.pieces for column in columns):
            continue
        reach = piece.right
        if row < band.bottom and not piece.is_group:
            end = pieces[number + 1].left if number + 1 < len(pieces) else band.right
            while reach + 1 < end and _has_word_below(lines, row, reach + 1, band):
                reach += 1
        if reach > piece.right and _has_word_below(lines, row, piece.left, band):
            piece = Piece(piece.text, piece.top, piece.bottom, piece.left, reach)  # noqa: PLW2901
        for column in columns:
            if piece.left <= column.index <= piece.right:
                column.pieces = (*column.pieces, piece)


def _has_word_below(lines: HeaderLines, row: int, column: int, band: Band) -> bool:
    """A group without merged cells reaches over the words below it, not over empty columns."""
    return any(
        piece.left <= column <= piece.right
        for below in range(row + 1, band.bottom + 1)
        for piece in lines.pieces(below, band.left, band.right)
        if piece.top == below
    )


def _name(column: Column, words: HeaderWords) -> None:
    if not column.pieces:
        return
    taught = words.learned.get(column.key)
    if taught is not None:
        column.field, column.learned = taught, True
        return
    texts = [piece.text for piece in column.pieces]
    whole = words.of("".join(texts))
    groups = [bare_header(piece.text) for piece in column.groups]
    column.field = whole or _from_parts(column, words)
    if not column.field:
        column.field = words.for_want_of_better(column.leaf)
        column.weak = bool(column.field)
    if any(is_about_somebody_else(group) for group in groups):
        column.whose = Whose.OWN if whole else Whose.OTHER
    elif not whole and not column.field and column.speaks_of_another:
        column.whose = Whose.OTHER


def _from_parts(column: Column, words: HeaderWords) -> str:
    """The lowest words together, fewer and fewer; then a word above that stands over it alone."""
    texts = [piece.text for piece in column.pieces]
    for start in range(1, len(texts)):
        found = words.of("".join(texts[start:]))
        if found:
            return found
    alone = [piece.text for piece in column.groups if not piece.is_group]
    return next((found for text in reversed(alone) if (found := words.of(text))), "")


def _own_groups(columns: Sequence[Column]) -> None:
    """A group that is neither clearly the person's nor somebody's is asked about."""
    groups = {piece for column in columns for piece in column.groups if piece.is_group}
    for group in groups:
        under = [column for column in columns if group in column.pieces]
        own = [column for column in under if column.whose is Whose.OWN and column.field]
        if not own or any(column.field == "id_number" for column in own):
            continue
        if is_own_group(bare_header(group.text)) or any(
            other in column.groups
            and other is not group
            and other.left <= group.left
            and other.right >= group.right
            and is_own_group(bare_header(other.text))
            for column in own
            for other in column.groups
        ):
            continue
        named = any(column.field == "name" for column in own)
        if named and not _has_name_outside(columns, under):
            continue
        for column in own:
            if column.field not in _OWN_ONLY and not column.learned:
                column.whose = Whose.UNSURE


def _has_name_outside(columns: Sequence[Column], under: Sequence[Column]) -> bool:
    return any(
        column.field == "name" and column.whose is Whose.OWN and column not in under
        for column in columns
    )


def settle_neighbours(columns: Sequence[Column]) -> str:
    """What follows 家属姓名 in one line is the relative's; the relation when all are relatives."""
    seen: set[str] = set()
    chain = ""
    before: Column | None = None
    for column in columns:
        if not column.pieces or column.learned:
            before = column
            continue
        own = column.whose is Whose.OWN and column.field
        if is_relation(bare_header(column.leaf)) and not own:
            if (
                not chain
                and column.groups == ()
                and (before is None or before.field or before.is_serial)
            ):
                return column.text
            column.whose, chain = Whose.OTHER, "firm"
        elif column.whose is Whose.OTHER and not column.groups and not column.field:
            chain = _chain(column)
        elif column.whose is Whose.OWN and column.field and not column.groups:
            chain = _settle(column, chain, seen)
        elif column.groups:
            chain = ""
        if column.whose is Whose.OWN and column.field and _under_own(column):
            seen.add(column.field)
        before = column
    return ""


def _under_own(column: Column) -> bool:
    """Whether nothing stands over a column but what speaks of the person."""
    groups = [group for group in column.groups if group.is_group]
    return not groups or any(is_own_group(bare_header(group.text)) for group in groups)


def _chain(column: Column) -> str:
    word = bare_header(column.leaf)
    if is_introducer(word):
        return ""
    return "family" if is_family(word) else "helper"


def _settle(column: Column, chain: str, seen: set[str]) -> str:
    """Decide one column behind somebody else's; what remains of the chain."""
    name = column.field
    if name == "name" and name in seen and not column.weak:
        column.whose = Whose.OTHER
        return "firm"
    if not chain or name in _OWN_ONLY or column.is_serial:
        return ""
    if chain == "firm" or name in seen:
        column.whose = Whose.OTHER
    elif name == "phone" or chain == "family" or name == "workplace":
        column.whose = Whose.UNSURE
    else:
        return ""
    return chain
