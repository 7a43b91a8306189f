"""Everybody taken into memory behind the window."""

from typing import TYPE_CHECKING

from app.services.resting_collector import resting_collector

if TYPE_CHECKING:  # not before the window is there
    from app.data.people_index import PeopleIndex


def take_over(people: "PeopleIndex", *years: int) -> None:
    """`catch_up` in the pool: searched for garbage meanwhile, the sixty thousand would hold the
    window up for as long as several keys."""
    with resting_collector():
        people.catch_up(*years)
