"""Who signs a paper of this site: its 落款名称, or nobody yet."""

from app.services.store import Store


def signer(store: Store) -> str:
    """What stands under this site's own papers; empty while nobody has said it: the place is left
    to the pen."""
    return store.site.signed_as
