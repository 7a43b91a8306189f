"""Whether the tests run under Wine, which lacks a little of what Windows keeps."""

import sys


def under_wine() -> bool:
    """Only Wine's own ntdll says which Wine it is."""
    if sys.platform != "win32":
        return False
    import ctypes

    return hasattr(ctypes.windll.ntdll, "wine_get_version")


UNDER_WINE = under_wine()
