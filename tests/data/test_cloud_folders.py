"""A live store is refused where a cloud drive copies it, and nowhere else."""

from pathlib import Path

import pytest

from app.data import location
from app.data.cloud_folders import cloud_drive
from app.domain.errors import StorageError


@pytest.mark.parametrize(
    "folder",
    [
        "百度网盘同步空间",
        "BaiduSyncdisk/学籍",
        "BaiduNetdiskWorkspace",
        "iCloudDrive",
        "iCloud Drive/工作",
        "腾讯微云",
        "微云/数据",
        "微云同步助手",
        "OneDrive - 云岭县委组织部/数据",
        "我的坚果云",
        "WPS云盘",
        "WPSDrive/1234/WPS云盘",
        "阿里云盘",
        "天翼云盘",
        "中国移动云盘同步",
        "MEGA",
        "Google Drive/我的云端硬盘",
    ],
)
def test_a_folder_that_a_cloud_drive_copies(tmp_path: Path, folder: str) -> None:
    with pytest.raises(StorageError, match="同步文件夹"):
        location.refuse_unsafe(tmp_path / folder / "青山镇.xueji")


@pytest.mark.parametrize("mark", [".dropbox.cache", ".stfolder"])
def test_a_folder_with_another_name_is_told_by_its_mark(tmp_path: Path, mark: str) -> None:
    (tmp_path / "工作资料").mkdir()
    (tmp_path / "工作资料" / mark).mkdir()
    assert cloud_drive(tmp_path / "工作资料" / "学籍") == "工作资料"


def test_a_root_that_windows_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "单位文件"))
    assert cloud_drive(tmp_path / "单位文件" / "学籍") == "单位文件"
    assert cloud_drive(tmp_path / "别的") is None


@pytest.mark.parametrize(
    "folder", ["学籍通", "云盘山村", "Megan", "Boxing", "微云村党支部", "县委组织部/云岭县"]
)
def test_an_ordinary_folder(tmp_path: Path, folder: str) -> None:
    location.refuse_unsafe(tmp_path / folder / "青山镇.xueji")


def test_settings_of_a_drive_in_the_home_are_no_mark(tmp_path: Path) -> None:
    for name in (".dropbox", ".nutstore", ".sync"):
        (tmp_path / name).mkdir()
    assert cloud_drive(tmp_path / "学籍") is None
