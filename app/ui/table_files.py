"""The files a table may come in, as the file dialogs offer them."""

TABLES = (
    "*.xlsx *.xls *.et *.csv *.txt *.ods *.xlsm *.xlsb *.xltx *.ett *.fods *.xml *.htm *.html *.mht"
)


def table_filter(words: str) -> str:
    """The filter of a dialog that opens a table; `words` say what is in it."""
    return f"{words} ({TABLES});;所有文件 (*)"
