"""All services of an open desk, made once and handed around together."""

from __future__ import annotations

from desktop.services.attendance import Attendance
from desktop.services.booking_lists import BookingLists
from desktop.services.bookings import Bookings
from desktop.services.boxes import Boxes
from desktop.services.chase import Chase
from desktop.services.clocks import Clocks
from desktop.services.consents import Consents
from desktop.services.days import Days
from desktop.services.desk import Desk
from desktop.services.dictionary import Figures
from desktop.services.doubts import Doubts
from desktop.services.goods import Goods
from desktop.services.hours import OpeningHours
from desktop.services.hub import Hub
from desktop.services.inspections import Inspections
from desktop.services.master import Master
from desktop.services.meals import Meals
from desktop.services.medicine import Medicine
from desktop.services.merchant_records import MerchantRecords
from desktop.services.notes import Notes
from desktop.services.operators import Operators
from desktop.services.people import People
from desktop.services.phone_settings import PhoneSettings
from desktop.services.rectifications import Rectifications
from desktop.services.referrals import Referrals
from desktop.services.retention import Retention
from desktop.services.reviews import Reviews
from desktop.services.searches import Searches
from desktop.services.settlement_paper import render_settlement
from desktop.services.settlements import Settlements
from desktop.services.sheets import Sheets
from desktop.services.shifts import Shifts
from desktop.services.standard_state import StandardState
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
        self.settlements = Settlements(desk, self.master, render_settlement(desk))
        self.doubts = Doubts(desk, self.settlements)
        self.meals = Meals(desk, self.master, self.doubts)
        self.reviews = Reviews(desk)
        self.inspections = Inspections(desk)
        self.rectifications = Rectifications(desk)
        self.standard = StandardState(desk)
        self.referrals = Referrals(desk, self.master)
        self.bookings = Bookings(desk, self.master)
        self.booking_lists = BookingLists(desk)
        self.attendance = Attendance(desk)
        self.chase = Chase(desk)
        self.days = Days(desk)
        self.medicine = Medicine(desk, self.operators)
        self.merchant_records = MerchantRecords(desk, self.master)
        self.boxes = Boxes(desk, self.master)
        self.goods = Goods(desk)
        self.shifts = Shifts(desk, self.days, self.inspections, self.operators)
        self.hours = OpeningHours(desk)
        self.sheets = Sheets(desk, self.visits, self.meals, self.master)
        self.notes = Notes(desk)
        self.upkeep = Upkeep(desk)
        self.figures = Figures(desk)
        self.consents = Consents(desk)
        self.clocks = Clocks(desk)
        self.retention = Retention(desk, self.people, self.upkeep)
        self.hub = Hub(desk)
        self.phone_settings = PhoneSettings(desk)
        self.searches = Searches(desk, self.people)
