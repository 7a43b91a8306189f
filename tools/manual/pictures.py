"""Every picture of the manual and of the README, from practice data, without a screen."""

import os
import sys
import tempfile
from pathlib import Path

from tools.manual.camera import Camera, without_screen

ROOT = Path(__file__).resolve().parents[2]
HELP, README = ROOT / "resources" / "help", ROOT / "docs" / "pictures"


def main(arguments: list[str]) -> int:
    """Take them all; a folder that is named is used instead of resources/help."""
    without_screen()
    with tempfile.TemporaryDirectory(prefix="xueji-pictures-") as name:
        os.environ["XUEJI_HOME"] = name
        from app.ui.start import make_application
        from tools.manual import county, first_days, township
        from tools.manual.stage import set_up

        application = make_application()
        camera = Camera(Path(arguments[0]) if arguments else HELP)
        stage = set_up(Path(name))
        first_days.first_run(camera, stage.folder)
        first_days.roster(camera, stage)
        township.take_all(camera, stage, Camera(README))
        county.take_all(camera, stage)
        print(f"{len(camera.taken)} pictures in {camera.folder}")
        sys.stdout.flush()
        application.closeAllWindows()
        os._exit(0)  # the windows of all scenes are still open, and nothing is worth saving
