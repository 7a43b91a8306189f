"""Who signs a paper: the organizer a class names, else this site's 落款名称, else nobody yet."""

from app.services.store import Store


def signer(store: Store, organizer: str = "") -> str:
    """What stands under a paper; empty while nobody has said it: the place is left to the pen."""
    here = store.site
    if organizer and organizer not in (here.name, here.signed_as):
        return organizer
    return here.signed_as
