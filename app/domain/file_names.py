"""Names of files that every system takes: Windows, a stick, and a mail program's attachments."""

import re

_INSTEAD = str.maketrans(
    {
        "/": "-",
        "\\": "-",
        ":": "：",
        "*": "＊",
        "?": "？",
        '"': "”",
        "<": "〈",
        ">": "〉",
        "|": "｜",
    }
)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_DEVICE = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?=\.|$)")
_NOT_PLAIN = re.compile(r'[:*?"<>|\x00-\x1f]')
_LONGEST = 200  # bytes of a name without its suffix: 255 is the most that Linux takes
NAMELESS = "未命名"


def clean_name(name: str, suffix: str = "") -> str:
    """A name that can be written anywhere, as close to what was meant as it can be; `suffix`
    (with its dot) is added unless it is there."""
    stem = _UNSEEN.sub(" ", name).translate(_INSTEAD).strip()
    if suffix and stem.lower().endswith(suffix.lower()):
        stem, suffix = stem[: -len(suffix)], stem[-len(suffix) :]
    stem = _shortened(re.sub(r"\s+", " ", stem)).strip().rstrip(". ")
    if _DEVICE.match(stem):
        stem = f"文件-{stem}"
    return f"{stem or NAMELESS}{suffix}"


def why_not_on_windows(part: str) -> str | None:
    """None for a plain name of a file or folder; for another one why it cannot be kept: Windows
    writes `a:b` into a hidden stream of `a`, `NUL` nowhere and `a.` into `a`, and tells nobody."""
    if part in (".", ".."):
        return None
    if found := _NOT_PLAIN.search(part):
        shown = found[0] if found[0].isprintable() else "看不见的字符"
        return f"文件名里不能有 {shown}"
    if part != part.rstrip(". "):
        return "文件名不能以点或空格结尾"
    return f"{part} 是系统设备的名称，不能作文件名" if _DEVICE.match(part) else None


def _shortened(stem: str) -> str:
    return stem.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore")
