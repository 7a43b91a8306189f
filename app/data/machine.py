"""A short name for this computer that says nothing about it elsewhere."""

import hashlib
import sys
from pathlib import Path

_KNOWN_TO_LINUX = ("/etc/machine-id", "/var/lib/dbus/machine-id")
_MADE_UP = 1 << 40
"""Set in a number that Python invented anew because it found no network card."""


def name() -> str:
    """The same at every start, another one on every other computer."""
    return _short(_identity())


def is_this(known: str) -> bool:
    """Whether a name means this computer, also one that an earlier version gave it."""
    return known == name() or known == _short(_earlier_identity())


def _short(raw: str) -> str:
    return hashlib.sha256(f"xueji:{raw}".encode()).hexdigest()[:16]


def _identity() -> str:
    for known in _KNOWN_TO_LINUX:
        if Path(known).is_file():
            return Path(known).read_text("ascii", "replace").strip()
    import platform  # not paid for where the system says it in a file

    # Computers set up from one image share what Windows calls theirs; their names differ.
    return f"{platform.node()}-{_known_to_windows() or _network_card()}"


def _earlier_identity() -> str:
    """Before Windows was asked, the network card was; where there is none, each start differed."""
    import platform
    import uuid

    return f"{platform.node()}-{uuid.getnode():x}"


def _network_card() -> str:
    import uuid

    number = uuid.getnode()
    return "" if number & _MADE_UP else f"{number:x}"


if sys.platform == "win32":
    import winreg

    def _known_to_windows() -> str:
        where, how = r"SOFTWARE\Microsoft\Cryptography", winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, where, 0, how) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""

else:

    def _known_to_windows() -> str:
        return ""
