"""Who made each picture, and on what terms it may be shown; every name is invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Credit:
    """One credit of a picture; what is unknown or does not apply is an empty string."""

    creator: str = ""
    agency: str = ""
    licence: str = "own"
    licence_url: str = ""
    source_url: str = ""


def _from(path: str) -> str:
    """Return the address a picture was found at."""
    return f"https://example.org/{path}"


def _agency(creator: str, agency: str) -> Credit:
    """Return the credit of a picture hired from an agency."""
    return Credit(creator, agency, "agency")


def _shared(creator: str, licence: str, path: str) -> Credit:
    """Return the credit of a picture its maker gave away under a Creative Commons licence."""
    terms = {
        "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
        "cc-by-sa-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
        "cc0": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
    return Credit(creator, "", licence, terms[licence], _from(path))


_PUBLIC = "https://creativecommons.org/publicdomain/mark/1.0/"
_OWN = Credit("", "The Far Shore", "own")

CREDITS: dict[str, tuple[Credit, ...]] = {
    "container-port": (_agency("Signe Halvorsen", "Northlight Pictures"),),
    "lighthouse-night": (_shared("Brannoch Teale", "cc-by-sa-4.0", "photos/lighthouse-night"),),
    "mountain-border": (_shared("Ketevan Oriadze", "cc-by-4.0", "photos/mountain-border"),),
    "desert-road": (_agency("", "Meridian Desk"),),
    "parliament-steps": (_OWN,),
    "radio-masts": (_shared("Piet Vandermolen-Oke", "cc0", "photos/radio-masts"),),
    "printing-press": (
        Credit("Unknown engraver", "", "public-domain", _PUBLIC, _from("archive/press-plate-14")),
        Credit("Lucasta Brand", "The Far Shore", "own"),
    ),
    "harbour-cranes": (_agency("Joaquim Serrado", "Lantern & Quay"),),
    "arctic-ice": (
        Credit("", "Polar Survey Office", "us-government", "", _from("surveys/arctic-ice")),
    ),
    "river-crossing": (_shared("Danute Vilkas", "cc-by-4.0", "photos/river-crossing"),),
    "island-chain": (
        Credit("", "Office of Coastal Charts", "us-government", "", _from("charts/islands")),
    ),
    "conference-table": (Credit("", "Secretariat of the talks", "handout"),),
    "archive-stacks": (Credit("Ottoline Farrow", "The Far Shore", "own"),),
    "newsroom-window": (_OWN,),
    "night-city": (_agency("Min-seo Aldane", "Northlight Pictures"),),
    "refugee-tents": (
        _agency("Haruna Bellweather", "Meridian Desk"),
        Credit("", "Camp Relief Committee", "handout", "", _from("handouts/camp-at-dawn")),
    ),
    "pipeline-steppe": (Credit("", "Steppe Transit Company", "handout"),),
    "satellite-dishes": (_shared("Ignace Torvald", "cc-by-sa-4.0", "photos/satellite-dishes"),),
    "terraced-fields": (_shared("Thuy Lan Merrow", "cc-by-4.0", "photos/terraced-fields"),),
    "old-map": (
        Credit("Workshop of A. Verhaast", "", "public-domain", _PUBLIC, _from("archive/old-map")),
    ),
    "ferry-crossing": (_agency("", "Lantern & Quay"),),
    "watchtower": (_agency("Aurel Brandstetter", "Northlight Pictures"),),
    "chess-endgame": (_OWN,),
    "empty-podium": (_shared("Corvin Ashdale", "cc0", "photos/empty-podium"),),
    "monsoon-street": (_shared("Nandini Vasker", "cc-by-sa-4.0", "photos/monsoon-street"),),
    "olive-grove": (Credit("Elpida Maron", "", "own"),),
    "dockyard-dawn": (_agency("Tamsin Oyelaran", "Lantern & Quay"),),
    "telephone-exchange": (
        Credit("", "Bureau of Posts", "us-government", _PUBLIC, _from("archive/exchange-1931")),
    ),
}
