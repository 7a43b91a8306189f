"""Who signs a paper: joint issuers (联合主办) stand on lines of their own."""

import re

_BETWEEN = re.compile(r"[、，；;,/／\n]|\s{1,}|\u3000+")
_SHORTEST = 4


def issuers(text: str) -> tuple[str, ...]:
    """中共云岭县委组织部、中共云岭县委党校 → both; what is no list of bodies stays one."""
    parts = tuple(part for part in (found.strip() for found in _BETWEEN.split(text)) if part)
    whole = all(len(part) >= _SHORTEST for part in parts)
    return parts if whole and len(parts) > 1 else (text.strip(),) if text.strip() else ()
