"""Which organizations are 基层党组织, whose 书记 P24-02 and P24-03 mean."""

import re

from app.domain.people.codes import GRASSROOTS_KINDS

# 中共云岭县委员会 and 云岭县委 are 地方委员会; 社区委员会, 开发区党委 and 云岭镇党委 are not.
_LOCAL = re.compile(r"(?:[县市州盟旗省]|自治区|地区|(?<![社园校矿厂小街片景发])区)委(?:员会)?$")


def is_grassroots(kind: str, name: str, *, tops_a_county: bool) -> bool:
    """By its kind; a county's own committee is a 党委 too, but 地方委员会 and not 基层."""
    if kind not in GRASSROOTS_KINDS or tops_a_county:
        return False
    return _LOCAL.search(name) is None
