"""Three answers to whether something held on a day: yes, no, or not to be told from the dates."""

from enum import Enum


class Held(Enum):
    """Whether a dated fact held on a day, as far as its dates are known."""

    YES = "yes"
    NO = "no"
    UNCERTAIN = "uncertain"


def all_of(*found: Held) -> Held:
    """Surely all of them, surely not all, or not to be told."""
    for answer in (Held.NO, Held.UNCERTAIN):
        if answer in found:
            return answer
    return Held.YES
