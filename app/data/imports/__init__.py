"""Workbooks and text tables, read as they are: values out, nothing judged, nothing written."""
