"""编号 of a learning archive: the same on every computer, short enough to be read aloud."""

import hashlib

_DIGITS, _GROUP = 12, 4


def record_number(uid: bytes) -> str:
    """4821-0937-1552: twelve digits out of a person's identity; sixty thousand people of a county
    meet once in about six hundred counties."""
    digest = hashlib.sha256(b"record\0" + uid).digest()
    digits = f"{int.from_bytes(digest[:8], 'big') % 10**_DIGITS:0{_DIGITS}d}"
    return "-".join(digits[at : at + _GROUP] for at in range(0, _DIGITS, _GROUP))
