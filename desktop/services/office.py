"""All services of an open desk, made once and handed around together."""

from __future__ import annotations

from desktop.services.consents import Consents
from desktop.services.days import Days
from desktop.services.desk import Desk
from desktop.services.dictionary import Figures
from desktop.services.inspections import Inspections
from desktop.services.master import Master
from desktop.services.meals import Meals
from desktop.services.operators import Operators
from desktop.services.people import People
from desktop.services.rectifications import Rectifications
from desktop.services.referrals import Referrals
from desktop.services.retention import Retention
from desktop.services.settlements import Settlements
from desktop.services.upkeep import Upkeep
from desktop.services.visits import Visits


class Office:
    """The use cases by name; a new service adds a line here."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.operators = Operators(desk)
        self.master = Master(desk)
        self.people = People(desk)
        self.visits = Visits(desk)
        self.meals = Meals(desk, self.master)
        self.inspections = Inspections(desk)
        self.rectifications = Rectifications(desk)
        self.referrals = Referrals(desk, self.master)
        self.settlements = Settlements(desk, self.master)
        self.days = Days(desk)
        self.upkeep = Upkeep(desk)
        self.figures = Figures(desk)
        self.consents = Consents(desk)
        self.retention = Retention(desk, self.people, self.upkeep)
