"""Which figures the store keeps, each with the last write that it has seen."""

from dataclasses import dataclass

from app.data.database import Connection

WAITING, OPEN_QUESTIONS = "waiting", "open questions"
DIFFERING_MARKS, PEOPLE = "differing marks", "people"
OF_THE_STORE = (WAITING, OPEN_QUESTIONS, DIFFERING_MARKS, PEOPLE)
"""What is kept of the whole store; everything else is the standing under one question."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Figures that are kept: the last write they have seen, and on which day they were worked out
    (of open questions their number, which is all there is to keep of them)."""

    id: int
    lseq: int
    day: str


def find(connection: Connection, about: str) -> Kept | None:
    """What is kept about something."""
    found = connection.execute(
        "SELECT id, lseq, day FROM kept_figures WHERE about = ?", (about,)
    ).fetchone()
    return Kept(*found) if found else None


def note(connection: Connection, about: str, lseq: int, day: str = "") -> int:
    """Say what is kept now; returns its id, under which the rest of it is stored."""
    known = find(connection, about)
    if known is None:
        made = connection.execute(
            "INSERT INTO kept_figures(about, lseq, day) VALUES (?, ?, ?) RETURNING id",
            (about, lseq, day),
        )
        return int(made.fetchall()[0][0])
    connection.execute(
        "UPDATE kept_figures SET lseq = ?, day = ? WHERE id = ?", (lseq, day, known.id)
    )
    return known.id


def open_questions(connection: Connection, lseq: int) -> int | None:
    """How many questions were open after a write, if that is known."""
    known = find(connection, OPEN_QUESTIONS)
    return int(known.day) if known is not None and known.lseq == lseq else None


def note_open_questions(connection: Connection, lseq: int, number: int) -> None:
    """Keep that number, in the place where other figures have their day."""
    note(connection, OPEN_QUESTIONS, lseq, str(number))
