"""What the window remembers of the first day: whether its guide was put away, and that a paper
of a class was really printed, which no row of the store says."""

from collections.abc import Sequence

from app.services.store import Store
from app.ui.remembered import keep, recall


def printed(store: Store) -> bool:
    """Whether a paper of a class was sent to a printer or saved from here."""
    return recall(f"first_day/printed_{_key(store)}", False)


def note_printed(store: Store, kinds: Sequence[str]) -> None:
    """These papers were."""
    from app.services.papers.catalogue import At, documents_at  # all papers: not at the start

    before = documents_at(At.BEFORE_CLASS)
    if any(kind in before for kind in kinds) and not printed(store):
        keep(f"first_day/printed_{_key(store)}", True)


def choice(store: Store) -> str:
    """What the user said about the guide: hidden, shown, or nothing."""
    return recall(f"first_day/guide_{_key(store)}", "")


def choose(store: Store, wanted: str) -> None:
    """Put the guide away (hidden) or fetch it back (shown)."""
    keep(f"first_day/guide_{_key(store)}", wanted)


def _key(store: Store) -> str:
    return store.site.uid.hex()[:12]
