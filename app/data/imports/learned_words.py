"""Words of workbooks that a clerk has explained once, by table and field; on this machine only."""

from collections.abc import Mapping

from app.data.database import Connection

HEADER = ""
"""In place of a field: the word is a header, and what is meant a field (empty: never read)."""

Words = Mapping[tuple[str, str], Mapping[str, str]]
"""Table and field, to the words and what each means."""


def learned_words(connection: Connection) -> dict[tuple[str, str], dict[str, str]]:
    """Everything that was explained."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for kind, name, word, meant in connection.execute(
        "SELECT kind, field, word, meant FROM learned_word ORDER BY kind, field, word"
    ):
        found.setdefault((kind, name), {})[word] = meant
    return found


def learn_words(connection: Connection, taught: Words) -> None:
    """Remember what was explained; the last word counts."""
    connection.executemany(
        "INSERT INTO learned_word(kind, field, word, meant) VALUES(?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET meant = excluded.meant",
        [(*place, word, meant) for place, words in taught.items() for word, meant in words.items()],
    )
