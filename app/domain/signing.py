"""落款名称: what stands under official papers. A place signs nothing, its committee does."""

import re

from app.domain.errors import InvalidInput

SIGNED_AS = "落款名称"
NOT_SAID = "还没有设置落款名称，落款处留空。请到“设置—落款与规则”填写全称，以后的表册都会印上。"
LONGEST = 60
_PLACE_ONLY = re.compile(r"[^委部组]*[省市县区旗州盟乡镇村]|[^委部组]*街道")


def signing_name(text: str) -> str:
    """The name as it is printed.

    Raises:
        InvalidInput: nothing, too long, several lines, or the name of a place alone.
    """
    name = text.strip()
    if not name or len(name) > LONGEST or not name.isprintable():
        raise InvalidInput({"signed_as": f"{SIGNED_AS}填 1 到 {LONGEST} 个字，写在一行里"})
    if is_place_only(name):
        raise InvalidInput(
            {"signed_as": f"“{name}”是地名，不能落款，请写全称，例如{suggested(name, '')}"}
        )
    return name


def signing_organizer(organizer: str, place: str, signed_as: str) -> str:
    """Who signs the papers of a class: its organizer, and where that is only the place's name, what
    the place has said it signs as; until it has, the organizer stands as it was entered."""
    return signed_as if signed_as and organizer == place else organizer


def is_place_only(name: str) -> bool:
    """Whether a name is that of a county or township and not of its committee."""
    return _PLACE_ONLY.fullmatch(name) is not None


def suggested(name: str, level: str) -> str:
    """The usual full name of whoever signs for a place, offered for a person to confirm."""
    county = level == "county" or (not level and name.endswith(("县", "市", "区", "旗")))
    if "委" in name or name.startswith("中共"):
        return name
    ending = "委组织部" if county else "工作委员会" if name.endswith("街道") else "委员会"
    return f"中共{name}{ending}"
