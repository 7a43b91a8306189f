"""Everything that can be seen, as pictures: `XUEJI_SCREENSHOTS=FOLDER python -m tests.ui.gallery`.

Every part in every state at 100, 125, 150 and 200 %, each scale in a process of its own; then every
page of both levels with nobody, one person and a thousand. Names limit it: `parts` or `pages`.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.screen import screen_of, screenless

SCALES = ("1", "1.25", "1.5", "2")


def main(wanted: list[str]) -> int:
    """One child after the other: a scale and a level are set before Qt starts."""
    folder = os.environ.get("XUEJI_SCREENSHOTS")
    if not folder:
        print("XUEJI_SCREENSHOTS=FOLDER says where the pictures go")
        return 2
    jobs: list[tuple[str, str, tuple[str, ...]]] = []
    if not wanted or "parts" in wanted:
        jobs += [("tests.ui.gallery_parts", scale, ()) for scale in SCALES]
    if not wanted or "pages" in wanted:
        jobs += [
            ("tests.ui.gallery_pages", scale, (level,))
            for scale in ("1", "2")
            for level in ("township", "county")
        ]
    failed = 0
    for module, scale, arguments in jobs:
        with tempfile.TemporaryDirectory(prefix="xueji-gallery-") as home:
            screen = screen_of(Path(home), round(1366 * float(scale)), round(728 * float(scale)))
            environment = dict(
                os.environ,
                QT_SCALE_FACTOR=scale,
                XUEJI_HOME=home,
                QT_QPA_PLATFORM=screenless(screen),
            )
            command = [sys.executable, "-m", module, *arguments]
            failed += subprocess.run(command, env=environment, check=False).returncode != 0
    print(f"{len(list(Path(folder).glob('*.png')))} pictures in {folder}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
