"""What a phone recorded at the hub for a place reaches that place's desk, and counts there once and nowhere else."""

from __future__ import annotations

from desktop.core import clinic_code
from desktop.services.papers import Papers, Wanted
from hub.app import read_words
from hub.clinic import Clinic
from hub.side import put_together
from tests.stations import Station
from tests.sync.conftest import yards
from tests.sync.test_real_hub import City, city, running

__all__ = ["city", "running", "yards"]


def clinic_of(city: City) -> Clinic:
    return Clinic(city.hub.parts, put_together(city.hub.parts, read_words()).hub)


def slip_of(station: Station, referral: str) -> tuple[str, str]:
    """Code and digits as they stand on the paper; and the address leads to the code."""
    office = station.office
    papers = Papers(station.desk, office, station.desk.printer.words["zh"])
    paper = papers.freeze(station.by, Wanted("health", id=referral))
    code = str(getattr(paper, "code"))  # noqa: B009
    assert str(getattr(paper, "confirm_at")).endswith(f"/C/{clinic_code.short(code)}")  # noqa: B009
    return code, str(getattr(paper, "confirm_code"))  # noqa: B009


def figure(station: Station, code: str, day: str) -> int:
    figures = station.office.figures
    return figures.value(code, figures.period(day=day)) or 0


def test_a_clinics_confirmation_counts_once_at_the_station(city: City) -> None:
    one, two = city.station(0), city.station(1)
    partner = one.office.master.add_partner(one.by, "济南市第四人民医院")
    rider = one.register("马向阳").rider
    other = one.register("单春秀", phone="15966670009").rider
    made = [
        one.office.referrals.refer_person(one.by, each, "checkup", partner, consent=True).referral
        for each in (rider, other)
    ]
    city.sync(one, two)
    clinic = clinic_of(city)
    for referral in made:
        assert clinic.confirm(*slip_of(one, referral), "10.1.1.1").standing == "confirmed"
    # the station wrote one of them down as well, before it heard
    one.office.referrals.move(one.by, made[0], "attended")
    city.sync(one, two)
    assert one.rows("SELECT referral, state FROM referrals ORDER BY referral") == sorted(
        (referral, "attended") for referral in made
    )
    day = one.rows("SELECT max(day) FROM occurrences WHERE code = 'attended'")[0][0]
    assert figure(one, "referrals_attended", day) == 2
    assert two.rows("SELECT count(*) FROM referrals") == two.rows("SELECT count(*) FROM occurrences") == [(0,)]
    assert figure(two, "referrals_attended", day) == 0
    one.office.attendance.stub(one.by, made[1])
    assert one.faults() == two.faults() == []
    one.office.upkeep.rebuild()
    two.office.upkeep.rebuild()
    assert figure(one, "referrals_attended", day) == 2
    assert figure(two, "referrals_attended", day) == 0
