"""The bounds a reading process sets itself before it looks at a file."""

import os
import sys

MEMORY = 512 << 20
_LIBRARIES = 32 << 20
"""Of it the program itself and its libraries take so much, which no limit of data counts."""
SECONDS = 60
_JOB_LIMITS = 9
_PROCESS_MEMORY = 0x100


def bound_myself() -> None:
    """Take no more memory than a table may, and leave nothing behind when dying of it.

    What the libraries print when they die is not for the clerk, and a core dump would hold people.
    """
    _mute()
    if sys.platform == "win32":
        _bound_on_windows()
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY - _LIBRARIES,) * 2)
    # The parent watches the clock; this ends a reader whose parent is gone.
    resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS))


def _mute() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        try:
            os.dup2(nowhere, stream)
        except OSError:
            continue  # a windowed program has no such stream
    os.close(nowhere)


def _bound_on_windows() -> None:
    if sys.platform != "win32":
        return
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD), ("least", ctypes.c_size_t), ("most", ctypes.c_size_t),
            ("processes", wintypes.DWORD), ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD), ("scheduling", wintypes.DWORD),
        )  # fmt: skip

    class Extended(ctypes.Structure):
        _fields_ = (
            ("basic", Basic), ("io", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t), ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )  # fmt: skip

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = (
        wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
    )  # fmt: skip
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    limits = Extended()
    limits.basic.flags = _PROCESS_MEMORY
    limits.process_memory = MEMORY
    job = kernel.CreateJobObjectW(None, None)
    set_ = kernel.SetInformationJobObject(
        job, _JOB_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    if not (set_ and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())):
        raise ctypes.WinError(ctypes.get_last_error())
