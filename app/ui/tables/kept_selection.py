"""Which rows are selected, kept by what they are about while a list is read anew."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject

from app.ui.tables.on_screen import OnScreen

_MOST_RUNS = 2_000  # of scattered selected rows; more are not selected again one by one


class KeptSelection(QObject):
    """Nothing is read for it: runs of rows stand for all between them."""

    def __init__(self, made: OnScreen) -> None:
        super().__init__(made)
        self._list, self._table, self._model = made, made.table, made.model
        self._marks: list[object] = []
        made.model.modelAboutToBeReset.connect(self._keep)
        made.model.modelReset.connect(self._bring_back)

    def _keep(self) -> None:
        self._marks = self._model.marks(self._list.selected_ids())

    def _bring_back(self) -> None:
        places = self._model.places(self._marks)
        if not places:
            return
        last = self._model.columnCount() - 1
        chosen, runs = QItemSelection(), 0
        start = before = places[0]
        for place in [*places[1:], -1]:
            if place != before + 1:
                chosen.select(self._model.index(start, 0), self._model.index(before, last))
                runs, start = runs + 1, place
            before = place
        flags = QItemSelectionModel.SelectionFlag
        selection = self._table.selectionModel()
        here = self._model.index(places[0], self._table.heads.first_shown())
        selection.setCurrentIndex(here, flags.NoUpdate)
        if runs <= _MOST_RUNS:
            selection.select(chosen, flags.ClearAndSelect)
