"""The system libraries Qt needs on Linux: noticed before Qt fails, installed where allowed."""

import ctypes
import os
import shutil
import subprocess
import sys

from tools.console import SetUpError, say

APT_INSTALL = ["apt-get", "install", "-y", "--no-install-recommends"]

# library -> Debian package; Ubuntu, UOS and Kylin use the same names
OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def missing(libraries: "dict[str, str]") -> "list[str]":
    """The packages to install, each once."""
    packages = []
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            if package not in packages:
                packages.append(package)
    return packages


def lacking_offscreen() -> "list[str]":
    """Without these nothing of Qt loads, so there is no point in going on."""
    return missing(OFFSCREEN) if sys.platform.startswith("linux") else []


def ready_for_window() -> bool:
    """A window is only a wish: without its libraries everything else still works."""
    if sys.platform.startswith("linux"):
        try:
            install(missing(WINDOW), "缺少打开窗口所需的系统库 / a window needs system libraries")
        except SetUpError as error:
            say(str(error))
            return False
    return True


def try_tracer() -> None:
    """The tests put faults into system calls by strace; where it cannot be had they skip."""
    if sys.platform.startswith("linux") and shutil.which("strace") is None:
        try:
            install(["strace"], "有几项测试需要 strace / some tests need strace")
        except SetUpError as error:
            say(str(error))


def install(packages: "list[str]", reason: str) -> None:
    """By apt where this user may; otherwise the exact command, for somebody who may."""
    if not packages:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetUpError(ask_for(packages, reason))
    say("安装系统库 / installing system packages: " + " ".join(packages))
    command = APT_INSTALL + packages
    if quietly(command)[0] == 0:
        return
    quietly(["apt-get", "update"])  # a bare machine has no package lists yet
    code, output = quietly(command)
    if code != 0:
        say(output[-1500:])
        raise SetUpError(ask_for(packages, reason))


def quietly(command: "list[str]") -> "tuple[int, str]":
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    output = process.communicate()[0]
    return process.returncode, output.decode("utf-8", "replace")


def ask_for(packages: "list[str]", reason: str) -> str:
    command = " ".join(APT_INSTALL + packages)
    return "%s，请先运行 / please run first:\n  sudo %s" % (reason, command)
