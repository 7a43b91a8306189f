"""单位及职务 as a list of participants says it: what was entered and the 党内职务 held then."""

from collections.abc import Sequence

from app.domain.people.codes import LIVELIHOODS


def position_words(entered: str, posts: Sequence[str]) -> str:
    """A post that the entered words name already is not said twice; how somebody earns a living
    stands only where there is nothing else to say."""
    if not posts:
        return entered
    work = [] if entered in LIVELIHOODS or not entered else [entered]
    return "、".join(work + [post for post in dict.fromkeys(posts) if post not in entered])
