"""Folders that a cloud drive keeps copying: a live store there is copied half-written."""

import os
from collections.abc import Iterator
from pathlib import Path

_NAMES = (
    "OneDrive",
    "Dropbox",
    "Google Drive",
    "GoogleDrive",
    "我的云端硬盘",
    "iCloud Drive",
    "iCloudDrive",
    "com~apple~CloudDocs",
    "Box Sync",
    "MEGAsync",
    "pCloud",
    "Nextcloud",
    "ownCloud",
    "Seafile",
    "Syncthing",
    "Resilio Sync",
    "SynologyDrive",
    "坚果云",
    "Nutstore",
    "WPS云盘",
    "WPSDrive",
    "WPS Cloud Files",
    "金山文档",
    "百度网盘",
    "百度云",
    "BaiduSyncdisk",
    "BaiduNetdisk",
    "BaiduYun",
    "腾讯微云",
    "微云同步",
    "Weiyun",
    "腾讯文档",
    "企业微信微盘",
    "WeDrive",
    "阿里云盘",
    "天翼云盘",
    "中国移动云盘",
    "和彩云",
    "联通云盘",
    "沃云盘",
    "迅雷云盘",
    "夸克网盘",
    "115网盘",
    "360云盘",
    "360安全云盘",
    "华为云空间",
    "华为云盘",
    "小米云盘",
    "联想个人云",
    "亿方云",
    "够快云库",
    "钉盘",
    "飞书云盘",
    "同步盘",
    "同步空间",
)
"""Their folders are called so, or bear the name with something about it: OneDrive - 县委组织部."""

_WHOLE_NAMES = ("微云", "MEGA", "Box", "aDrive", "网盘", "云盘")
"""Too short to be looked for inside other names."""

_MARKS = (".dropbox.cache", ".seafile-data", ".stfolder", ".SynologyWorkingDirectory")
"""What a drive's own program leaves at the root of what it keeps copying, and only there: several
have a folder for their settings in the user's home, which says nothing of what lies beside it."""

_NAMED_BY_WINDOWS = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Environment variables that hold the root, whatever the user called it."""


def cloud_drive(path: Path) -> str | None:
    """The cloud drive that a place belongs to, as its folder is called; None for none."""
    folders = [path, *path.parents]
    for folder in folders:
        if _is_called_so(folder.name) or any((folder / mark).exists() for mark in _MARKS):
            return folder.name
    return next((root.name for root in _told_roots() if root in folders), None)


def _is_called_so(name: str) -> bool:
    lower = name.lower()
    return any(lower == whole.lower() for whole in _WHOLE_NAMES) or any(
        known.lower() in lower for known in _NAMES
    )


def _told_roots() -> Iterator[Path]:
    for name in _NAMED_BY_WINDOWS:
        if told := os.environ.get(name):
            yield Path(told)
