"""A day typed as people type it (11.27, 1127, 明天), or picked from a calendar that pops up."""

from app.ui.forms.date_line import WholeDayLine


class DayEdit(WholeDayLine):
    """Alt+Down or the small calendar opens the month."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("如 11.27")
