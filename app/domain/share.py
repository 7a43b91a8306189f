"""Percentages as people write them: rounded to one decimal, but never across a border."""


def percent(part: int, whole: int, border: int = 100) -> float:
    """`part` of `whole`, rounded half up to one decimal; 0 of 0 is 0.

    What is below `border` never reads as having reached it: 99.96 % of 100 reads 99.9.
    """
    if not whole:
        return 0.0
    rounded = (part * 2000 + whole) // (2 * whole)
    if part * 100 < border * whole and rounded >= border * 10:
        rounded = border * 10 - 1
    return rounded / 10
