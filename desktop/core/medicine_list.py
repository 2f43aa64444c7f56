"""What may lie in the medicine box 药品目录: the allowed list, and how a name is found on it."""

from __future__ import annotations

import difflib
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.core.errors import Refused

USES = ("oral", "outer", "aid")
Titles = Mapping[str, str]


@dataclass(frozen=True)
class Product:
    """One line of the list; `good_days` once opened, None where opening changes nothing.

    What is `off` is stocked no more, and known for what was.
    """

    code: str
    titles: Titles
    names: tuple[str, ...]
    use: str
    form: str
    unit: str
    good_days: int | None
    off: bool = False


@dataclass(frozen=True)
class Barred:
    """Names that are refused on sight: `reason` is `alcohol` or `prescription`, `instead` what to put in."""

    names: tuple[str, ...]
    reason: str
    instead: tuple[str, ...]


@dataclass(frozen=True)
class MedicineList:
    """The list with its version; `soon_days` before the last good day it is warned of, `number` the form of a
    disposal's number with places for `year` and `number`. Titles by language."""

    version: str
    soon_days: int
    number: Titles
    products: Mapping[str, Product]
    barred: tuple[Barred, ...]
    sources: Mapping[str, Titles]
    reasons: Mapping[str, Titles]
    receivers: Mapping[str, Titles]
    forms: Mapping[str, Titles]
    units: Mapping[str, Titles]

    def product(self, text: str) -> Product:
        """The product called so (code, title in either language, or another name). Raises `Refused` with a
        sentence that says what to do: `medicine_alcohol`, `medicine_prescription`, `medicine_not_listed`.
        """
        wanted = _fold(text)
        for product in self.products.values():
            if wanted in product.names:
                return product
        for barred in self.barred:
            if wanted in barred.names:
                if barred.reason == "alcohol":
                    raise Refused("medicine_alcohol", name=text.strip(), instead="、".join(barred.instead))
                raise Refused("medicine_prescription", name=text.strip())
        raise Refused("medicine_not_listed", name=text.strip()[:40], near=self._near(wanted), version=self.version)

    def to_stock(self, text: str) -> Product:
        """The product called so, if it may be stocked now. Raises `Refused` as `product` does."""
        product = self.product(text)
        if product.off:
            raise Refused("medicine_not_listed", name=text.strip()[:40], near=self._near(""), version=self.version)
        return product

    def titled(self, code: str, language: str) -> str:
        """The title of a product; its code when the list no longer has it."""
        product = self.products.get(code)
        return product.titles[language] if product else code

    def instead_of(self, product: Product) -> str:
        """Oral products of the list as a hint for one with alcohol, other than it."""
        oral = (each for each in self.products.values() if each.use == "oral" and not each.off)
        return "、".join(each.titles["zh"] for each in oral if each != product)

    def _near(self, wanted: str) -> str:
        """Up to four titles that look or sound like what was typed, else the first few of the list."""
        titles = {name: product.titles["zh"] for product in self.products.values() for name in product.names}
        found = difflib.get_close_matches(wanted, titles, n=4, cutoff=0.5)
        found += [name for name in titles if wanted and (wanted in name or name in wanted)]
        near = list(dict.fromkeys(titles[name] for name in found)) or list(dict.fromkeys(titles.values()))
        return "、".join(near[:4])


def _fold(text: str) -> str:
    """Case, width and space dropped."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _titles(table: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    return {code: {"zh": value["zh"], "en": value["en"]} for code, value in table.items()}


def parse_medicine_list(text: str) -> MedicineList:
    """From TOML as in `resources/rules/medicine.toml`; raises `KeyError` or `ValueError` for one that is wrong."""
    table = tomllib.loads(text)
    made = MedicineList(
        version=table["version"],
        soon_days=table["soon_days"],
        number={language: table["number"][language] for language in ("zh", "en")},
        products={each["code"]: _product(each) for each in table["products"]},
        barred=tuple(
            Barred(tuple(_fold(name) for name in each["names"]), each["reason"], tuple(each["instead"]))
            for each in table["refused"]
        ),
        sources=_titles(table["sources"]),
        reasons=_titles(table["disposal_reasons"]),
        receivers=_titles(table["receivers"]),
        forms=_titles(table["forms"]),
        units=_titles(table["units"]),
    )
    names = [name for product in made.products.values() for name in product.names]
    names += [name for barred in made.barred for name in barred.names]
    if len(names) != len(set(names)) or len(made.products) != len(table["products"]):
        raise ValueError("a name stands twice on the list")
    for product in made.products.values():
        if product.use not in USES or product.form not in made.forms or product.unit not in made.units:
            raise ValueError(f"{product.code}: unknown use, form or unit")
    return made


def _product(each: Mapping[str, Any]) -> Product:
    known = (each["code"], each["zh"], each["en"], *each.get("aliases", ()))
    return Product(
        each["code"],
        {"zh": each["zh"], "en": each["en"]},
        tuple(dict.fromkeys(_fold(name) for name in known)),
        each["use"],
        each["form"],
        each["unit"],
        each.get("good_days"),
        bool(each.get("off", False)),
    )
