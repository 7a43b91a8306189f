"""Every picture of the manual and of the README, from practice data, without a screen.

Run with the project's own Python: .venv/bin/python -m tools.help_pictures
"""

import os
import sys
import tempfile
from pathlib import Path

from tools.help_camera import Camera, without_screen

ROOT = Path(__file__).resolve().parents[1]
HELP, README = ROOT / "resources" / "help", ROOT / "docs" / "pictures"


def main() -> int:
    """Take them all; the folder given is used instead of resources/help."""
    without_screen()
    with tempfile.TemporaryDirectory(prefix="xueji-pictures-") as name:
        os.environ["XUEJI_HOME"] = name
        from app.ui.start import make_application
        from tools import help_county, help_first_days, help_township
        from tools.help_stage import set_up

        application = make_application()
        camera = Camera(Path(sys.argv[1]) if len(sys.argv) > 1 else HELP)
        stage = set_up(Path(name))
        help_first_days.first_run(camera, stage.folder)
        help_first_days.roster(camera, stage)
        help_township.take_all(camera, stage, Camera(README))
        help_county.take_all(camera, stage)
        print(f"{len(camera.taken)} pictures in {camera.folder}")
        sys.stdout.flush()
        application.closeAllWindows()
        os._exit(0)  # the windows of all scenes are still open, and nothing is worth saving


if __name__ == "__main__":
    sys.exit(main())
