"""A screen for window tests where there is none: as large as a clerk's, its task bar taken off."""

import json
import os
from pathlib import Path

USUAL = Path(__file__).with_name("screen.json")


def screenless(settings: Path = USUAL) -> str:
    """What QT_QPA_PLATFORM says; colons part its settings, so a drive's is kept out of it."""
    return f"offscreen:configfile={os.path.relpath(settings)}"


def screen_of(folder: Path, width: int, height: int) -> Path:
    """Settings of another screen, in pixels of the device."""
    made = json.loads(USUAL.read_text(encoding="utf-8"))
    made["screens"][0] |= {"width": width, "height": height}
    path = folder / f"{width}x{height}.json"
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


def use_usual_screen() -> None:
    """Before the application exists; a real screen that was asked for is used."""
    if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        os.environ["QT_QPA_PLATFORM"] = screenless()
