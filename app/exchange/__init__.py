"""Sealed packages between sites: bytes, files and cryptography; no SQL and no window."""
