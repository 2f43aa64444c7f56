"""The frozen data that papers are made from.

A service fills these, `reports/` turns them into PDF bytes: plain data in, bytes out, and the same data
gives the same bytes. Money is integer fen, days are `YYYY-MM-DD` strings of Asia/Shanghai, times of a day
`HH:MM`, times made `YYYY-MM-DD HH:MM`. Names are masked before they come here, but where a field says
`full`.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.paper_code import Origin


@dataclass(frozen=True)
class Frame:
    """What every paper says about itself.

    `number` is the document number (may be empty), `made` the local time made, `software` name and
    version. `origin` is where it was made; who signs makes of it `code`, the signed code, and `check`, its
    short digits `XXXX-XXXX-XXXX`, which stand on every page. Both are empty on what nobody signs.
    """

    site: str
    number: str
    made: str
    software: str
    check: str
    lang: str = "zh"
    origin: Origin | None = None
    code: str = ""


@dataclass(frozen=True)
class CardFace:
    """One rider card: `text` is the signed card of 159 characters, `number` `QY-XXXX-XXXX`, `until` a day."""

    text: str
    number: str
    name: str
    group: str
    until: str


SHEET, SINGLE, LABEL = "a4", "cr80", "label"
"""What rider cards are printed on: eight to an A4 page to cut, a card printer's cards, labels of 50 × 30 mm."""


@dataclass(frozen=True)
class CardSheet:
    frame: Frame
    batch: str
    cards: tuple[CardFace, ...]


@dataclass(frozen=True)
class CardRoll:
    """Cards one after the other for a card or label printer; `form` is `SINGLE` or `LABEL`."""

    frame: Frame
    form: str
    cards: tuple[CardFace, ...]


@dataclass(frozen=True)
class SingleCard:
    """One card for a card printer (CR80), front and back."""

    frame: Frame
    face: CardFace


@dataclass(frozen=True)
class Poster:
    """The station's poster; `url` is the static address in the code, `hours` as posted, e.g. `每天 7:00—21:00`."""

    frame: Frame
    station: str
    community: str
    phone: str
    hours: str
    url: str
    code: str
    month: str
    mono: bool = False
    large: bool = False
    """A3 instead of A4."""


@dataclass(frozen=True)
class MerchantPoster:
    """What hangs at a merchant's: `price` in yuan as people say it, `periods` as name and times."""

    frame: Frame
    merchant: str
    price: str
    periods: tuple[tuple[str, str], ...]
    url: str
    code: str
    month: str
    phone: str = ""
    mono: bool = False
    large: bool = False


@dataclass(frozen=True)
class CalibrationPaper:
    """What a printer is measured by; everything on it is moved right and down by so many tenths of a millimetre."""

    frame: Frame
    shift_x: int = 0
    shift_y: int = 0


@dataclass(frozen=True)
class CheckedPoint:
    """A checkpoint as answered: `result` is `pass`, `fail`, `na` or `open` (not looked at)."""

    title: str
    hint: str
    result: str
    note: str
    veto: bool
    photos: tuple[int, ...] = ()


@dataclass(frozen=True)
class CheckedItem:
    """One of the seven, or the group `site`: `state` is `met`, `unmet` or `open`."""

    code: str
    title: str
    short: str
    state: str
    points: tuple[CheckedPoint, ...]


@dataclass(frozen=True)
class RectificationLine:
    number: str
    what: str
    severity: str
    found: str
    due: str
    state: str


@dataclass(frozen=True)
class Photo:
    """A photo in a paper: JPEG bytes and the caption (number, item, time, operator)."""

    number: int
    caption: str
    jpeg: bytes


@dataclass(frozen=True)
class InspectionPaper:
    frame: Frame
    day: str
    kind: str
    standard: str
    inspector: str
    begun: str
    ended: str
    compliant: bool
    met: int
    passed: int
    failed: int
    not_applicable: int
    items: tuple[CheckedItem, ...]
    site: CheckedItem | None
    rectifications: tuple[RectificationLine, ...]
    photos: tuple[Photo, ...]


@dataclass(frozen=True)
class ChecklistPaper:
    """A blank walk round 巡查走查单 to fill in by hand: nothing on it is answered. `open` are the problems that were
    not closed, as (number, what, due day); `more` how many do not stand here.
    """

    frame: Frame
    standard: str
    items: tuple[CheckedItem, ...]
    open: tuple[tuple[str, str, str], ...] = ()
    more: int = 0


@dataclass(frozen=True)
class DayFigures:
    """A business day in figures. `visits` are 人次, `persons` 人数 (registered people, once each)."""

    day: str
    visits: int
    persons: int
    by_hour: tuple[int, ...]
    by_group: tuple[tuple[str, int], ...]
    by_how: tuple[tuple[str, int], ...]
    by_service: tuple[tuple[str, int], ...]
    meals: int
    subsidy_fen: int
    taken_fen: int
    meals_voided: int
    meals_held: int
    open_rectifications: int
    waiting: int


@dataclass(frozen=True)
class LogLine:
    """A line of the daily log: time, what happened (words), who it was for (masked), by whom, entry number."""

    time: str
    what: str
    whom: str
    by: str
    seq: int


@dataclass(frozen=True)
class DailyPaper:
    frame: Frame
    figures: DayFigures
    opened: str
    closed: str
    lines: tuple[LogLine, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class MealLine:
    """One meal of a settlement: `state` is `counted`, `voided`, `held` or `refused`; `why` the reason in words.

    `list_fen` is the list price 门市价 (0 where the programme has none), `card` the last four characters
    of the card's number.
    """

    day: str
    time: str
    period: str
    card: str
    list_fen: int
    price_fen: int
    subsidy_fen: int
    state: str
    why: str
    seq: int
    voided: str = ""
    voided_by: str = ""


@dataclass(frozen=True)
class AdjustmentLine:
    """以前月份调整: a meal of an earlier month, what changes for it here (fen, may be negative), and why."""

    day: str
    time: str
    card: str
    fen: int
    why: str
    seq: int


@dataclass(frozen=True)
class SettlementPaper:
    """A month's settlement of one merchant; `draft` papers carry 草稿 and no number.

    `sample` is the sentence about the month's call-backs, `doubts` sentences that mark and never refuse.
    """

    frame: Frame
    month: str
    merchant: str
    licence_code: str
    payer: str
    account_tail: str
    programme: str
    funding: str
    document: str
    draft: bool
    lines: tuple[MealLine, ...]
    adjustments: tuple[AdjustmentLine, ...] = ()
    sample: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class StoredPaper:
    """A paper that was rendered once and is kept: the same bytes for ever."""

    pdf: bytes


@dataclass(frozen=True)
class CallLine:
    """A sampled meal to call about; `phone` in full: the list is for the one who calls, and printing it a fact."""

    day: str
    time: str
    period: str
    name: str
    phone: str
    result: str


@dataclass(frozen=True)
class CallbackPaper:
    """A month's call-back list of one merchant; `result` of a line a word or empty."""

    frame: Frame
    month: str
    merchant: str
    population: int
    lines: tuple[CallLine, ...]


@dataclass(frozen=True)
class HealthSlip:
    """A referral slip A5 with stub: `full_name` is printed on the slip only, `masked_name` on the stub.

    `kind` is `checkup` or `green_channel`; `appointment_day` and `_time` are
    those of the slot booked (empty: to be written in). `confirm_at` is the hub's page at which the clinic confirms with
    `confirm_code`, six digits; both empty where there is no hub.
    """

    frame: Frame
    kind: str
    full_name: str
    masked_name: str
    phone: str
    group: str
    partner: str
    partner_note: str
    partner_phone: str
    issued: str
    until: str
    operator: str
    code: str
    station_phone: str
    consent: str
    appointment_day: str = ""
    appointment_time: str = ""
    confirm_at: str = ""
    confirm_code: str = ""
