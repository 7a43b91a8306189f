"""The most memory this process ever had, in megabytes."""

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        _fields_ = (
            ("size", wintypes.DWORD), ("faults", wintypes.DWORD), ("peak", ctypes.c_size_t),
            ("rest", ctypes.c_size_t * 7),
        )  # fmt: skip

    def peak_megabytes() -> float:
        """What Windows calls the peak working set."""
        found = _Counters(ctypes.sizeof(_Counters))
        ask = ctypes.windll.psapi.GetProcessMemoryInfo
        ask.argtypes = (wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD)
        assert ask(wintypes.HANDLE(-1), ctypes.byref(found), found.size)
        return float(found.peak / (1 << 20))

else:
    import resource

    def peak_megabytes() -> float:
        """What Unix calls the maximum resident set; counted in kilobytes."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
