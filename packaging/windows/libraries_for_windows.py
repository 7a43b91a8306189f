"""The libraries of the lock that 64-bit Windows gets, hashes kept: `python this LOCK > FILE`.

pip asks the markers of the system it runs on, not of the one it fetches for; so the lock that it
is given names no marker any more.
"""

import sys

from packaging.requirements import Requirement

WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": "3.13.2",
    "python_version": "3.13",
    "sys_platform": "win32",
}


def entries(lock: str) -> "list[list[str]]":
    """One library after another: its line, then those with its hashes."""
    found: list[list[str]] = []
    for line in lock.splitlines():
        if line.startswith(" "):
            found[-1].append(line)
        elif line and not line.startswith("#"):
            found.append([line])
    return found


def main(lock: str) -> None:
    with open(lock, encoding="utf-8") as file:
        text = file.read()
    for named, *hashes in entries(text):
        wanted = Requirement(named.rstrip(" \\"))
        if wanted.marker is None or wanted.marker.evaluate(WINDOWS):
            print("\n".join([f"{wanted.name}{wanted.specifier} \\", *hashes]))


if __name__ == "__main__":
    main(sys.argv[1])
