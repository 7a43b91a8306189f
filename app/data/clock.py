"""The moment of a write, as people read it; never what decides which value survives."""

from datetime import date, datetime


def today() -> str:
    """The day as this machine's calendar has it."""
    return date.today().isoformat()


def now_text() -> str:
    """The moment of a write as this machine's clock has it, for people to read."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
