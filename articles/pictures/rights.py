"""Who made a picture, what we may do with it, and the one line about it that readers see."""

import re
from dataclasses import dataclass

from django.db import models
from django.utils import timezone


class Licence(models.TextChoices):
    AGENCY = "agency", "Agency"
    HANDOUT = "handout", "Handout"
    PUBLIC_DOMAIN = "public-domain", "Public domain"
    US_GOVERNMENT = "us-government", "US government work"
    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
    CC0 = "cc0", "CC0"
    OWN = "own", "Our own"
    FAIR_USE = "fair-use", "Fair-use claim"
    CC_UNKNOWN = "cc-unknown", "Creative Commons, version unknown"
    UNKNOWN = "unknown", "Unknown"


@dataclass(frozen=True)
class Terms:
    """What follows from a licence."""

    url: str = ""
    shown: str = ""  # what readers see behind the names
    warning: str = ""
    is_free: bool = False  # anyone may use it, on its conditions
    is_owned: bool = False  # someone holds the copyright and a notice is due


TERMS = {
    Licence.AGENCY: Terms(is_owned=True),
    Licence.HANDOUT: Terms(shown="handout", is_owned=True),
    Licence.PUBLIC_DOMAIN: Terms(
        url="https://creativecommons.org/publicdomain/mark/1.0/",
        shown="public domain",
        is_free=True,
    ),
    Licence.US_GOVERNMENT: Terms(
        url="https://www.usa.gov/government-copyright", shown="", is_free=True
    ),
    Licence.CC_BY: Terms(
        url="https://creativecommons.org/licenses/by/4.0/",
        shown="CC BY 4.0",
        is_free=True,
        is_owned=True,
    ),
    Licence.CC_BY_SA: Terms(
        url="https://creativecommons.org/licenses/by-sa/4.0/",
        shown="CC BY-SA 4.0",
        is_free=True,
        is_owned=True,
    ),
    Licence.CC0: Terms(
        url="https://creativecommons.org/publicdomain/zero/1.0/", shown="CC0", is_free=True
    ),
    Licence.OWN: Terms(is_owned=True),
    Licence.FAIR_USE: Terms(is_owned=True),
    Licence.CC_UNKNOWN: Terms(
        shown="Creative Commons",
        warning="“Creative Commons” without a version: find the licence's address, then choose it.",
        is_free=True,
    ),
    Licence.UNKNOWN: Terms(warning="Nobody has noted under which licence we use this picture."),
}

JOIN = " · "
TO_BE_NAMED = {Licence.CC_BY, Licence.CC_BY_SA}


def credit_line(credits):
    """The credits as readers see them everywhere, in their order, without a prefix."""
    return JOIN.join(line for credit in credits if (line := line_of(credit)))


def line_of(credit):
    """“Creator / Agency (licence)” of one credit; the licence only where readers must know it."""
    named = " / ".join(dict.fromkeys(names_of(credit)))
    shown = commons_name(credit.licence_url) or terms_of(credit).shown
    return f"{named} ({shown})" if named and shown else named


def commons_name(url):
    """“CC BY-SA 3.0” for the address of a Creative Commons licence, of whatever version."""
    match = re.search(r"creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)", url)
    return f"CC {match[1].upper()} {match[2]}" if match else ""


def names_of(credit):
    return [name for name in (credit.creator.strip(), credit.agency.strip()) if name]


def terms_of(credit):
    return TERMS.get(credit.licence, TERMS[Licence.UNKNOWN])


def licence_address(credit):
    """Where the licence can be read: the typed address, else the licence's own."""
    return credit.licence_url or terms_of(credit).url


def has_expired(credit, today=None):
    return credit.expires_on is not None and credit.expires_on < (today or timezone.localdate())


def warnings(credit, today=None):
    """What is wrong with one credit, a sentence each; empty if all is well."""
    found = []
    if has_expired(credit, today):
        found.append(f"The licence ended on {credit.expires_on:%-d %B %Y}: replace the picture.")
    if terms_of(credit).warning and not commons_name(credit.licence_url):
        found.append(terms_of(credit).warning)
    if credit.licence in TO_BE_NAMED and not credit.creator.strip():
        found.append("This licence asks for the creator's name.")
    if any(looks_like_filename(name) for name in names_of(credit)):
        found.append("A credit looks like a file name: name a person or an agency.")
    if any(has_typed_prefix(name) for name in names_of(credit)):
        found.append("Leave out words such as “Photo credit”: the page writes them.")
    if terms_of(credit).is_free and any(is_agency(name) for name in names_of(credit)):
        found.append("An agency is named, but the licence is a free one: one of the two is wrong.")
    return found


def image_object(image, *, url, width, height):
    """The picture in schema.org's words, with its rights as search engines show them."""
    credits = list(image.credits.all())
    said = {
        "@type": "ImageObject",
        "url": url,
        "contentUrl": url,
        "width": width,
        "height": height,
        "caption": image.caption or image.alt,
        "creditText": credit_line(credits),
        "creator": [schema_creator(credit) for credit in credits],
        "copyrightNotice": copyright_notice(credits),
        "license": next((page for credit in credits if (page := licence_address(credit))), ""),
        "acquireLicensePage": next((each.source_url for each in credits if each.source_url), ""),
    }
    return {name: value for name, value in said.items() if value not in ("", [])}


def schema_creator(credit):
    if credit.creator.strip():
        return {"@type": "Person", "name": credit.creator.strip()}
    return {"@type": "Organization", "name": credit.agency.strip()}


def copyright_notice(credits):
    """“© names” where someone holds the copyright; empty for free work."""
    holders = [" / ".join(names_of(credit)) for credit in credits if terms_of(credit).is_owned]
    return "© " + JOIN.join(holders) if any(holders) else ""


PREFIX = re.compile(
    r"^\s*(?:(?:top|lead|main|cover|header)\s+)?(?:image|photo|photograph|picture|graphic|credits?)s?"
    r"(?:\s+(?:credits?|courtesy|by|via|from|source|courtesy of))?\s*:\s*",
    re.IGNORECASE,
)
FILE_NAME = re.compile(
    r"""
      \.(?:jpe?g|jfif|png|gif|webp|avif|tiff?|hei[cf]|svg|bmp|psd|raw|cr[23]|nef|arw|dng)\b
    | ^file:
    | ^(?:img|dsc[nf]?|dscf|pxl|mvimg|p\d{3}|dji|gopr|wp|vid)[ _-]?\d{3,}
    | ^(?:shutterstock|gettyimages|adobestock|istock(?:photo)?|depositphotos|dreamstime|alamy)
        [ _-]\d{4,}
    | ^(?:untitled|unnamed|image|photo|picture|download|screen[ _-]?shot|clipboard)
        (?:[ _-]?\(?\d[\d \-_.:()atpm]*)?$
    | ^[0-9a-f]{16,}$
    | ^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$
    | ^\w+(?:[_-]\w+)+[_-]\d{2,}$
    | ^[\d_ -]{6,}$
    """,
    re.IGNORECASE | re.VERBOSE,
)
AGENCIES = re.compile(
    r"\b(?:reuters|getty(?: ?images)?|afp|agence france-presse|associated press|shutterstock"
    r"|epa(?:-efe)?|dpa|imago|alamy|xinhua|zuma(?: press)?|sipa(?: usa)?|pa images|istock"
    r"|adobe ?stock|bloomberg|magnum(?: photos)?|newscom|picture alliance)\b|\bAP\b",
)


def looks_like_filename(text):
    """Whether what stands where a name belongs was taken from a file."""
    return FILE_NAME.search(text.strip()) is not None


def has_typed_prefix(text):
    return PREFIX.match(text) is not None


def is_agency(text):
    """Whether a name is that of an agency that sells its pictures."""
    return AGENCIES.search(text) is not None or AGENCIES.search(text.lower()) is not None


TYPED_LICENCES = [
    (re.compile(r"\bcc[ -]by[ -]sa[ -]?4(?:\.0)?\b", re.I), Licence.CC_BY_SA),
    (re.compile(r"\bcc[ -]by[ -]?4(?:\.0)?\b", re.I), Licence.CC_BY),
    (re.compile(r"\b(?:cc0|cc zero)\b", re.I), Licence.CC0),
    (re.compile(r"\bpublic domain\b", re.I), Licence.PUBLIC_DOMAIN),
    (re.compile(r"\bhandout\b", re.I), Licence.HANDOUT),
    (
        re.compile(r"\bcreative commons\b|\bcc[ -]by(?:[ -](?:sa|nc|nd))*(?: ?\d\.\d)?\b", re.I),
        Licence.CC_UNKNOWN,
    ),
]


def read_typed(text):
    """Read “Name / Agency” as one types it into rows of creator, agency and licence.

    Several credits stand behind semicolons, dots in the middle or on lines of their own.
    """
    rows = []
    for part in re.split(r"[;·\n]+", text):
        part = PREFIX.sub("", part).strip()
        licence, part = typed_licence(part)
        names = [
            name.strip()
            for name in re.split(r"\s*/\s*|\s+via\s+", part, maxsplit=1)
            if name.strip(" /(),")
        ]
        if not names:
            continue
        if len(names) == 1 and (is_agency(names[0]) or re.search(r"\.\w{2,4}$", names[0])):
            names.insert(0, "")
        creator, agency = (*names, "")[:2]
        if licence is Licence.UNKNOWN and is_agency(agency or creator):
            licence = Licence.AGENCY
        rows.append({"creator": creator[:200], "agency": agency[:200], "licence": licence})
    return rows


def typed_licence(text):
    """Return (licence, text without its words)."""
    for pattern, licence in TYPED_LICENCES:
        if pattern.search(text):
            rest = pattern.sub("", text)
            rest = re.sub(r"\(\s*[,/]*\s*\)", "", rest).strip(" ,/")
            return licence, rest
    return Licence.UNKNOWN, text


LICENCE_ADDRESSES = [
    (re.compile(r"creativecommons\.org/licenses/by/4\.0\b"), Licence.CC_BY),
    (re.compile(r"creativecommons\.org/licenses/by-sa/4\.0\b"), Licence.CC_BY_SA),
    (re.compile(r"creativecommons\.org/publicdomain/zero/"), Licence.CC0),
    (re.compile(r"creativecommons\.org/publicdomain/mark/"), Licence.PUBLIC_DOMAIN),
    (re.compile(r"creativecommons\.org/licenses/"), Licence.CC_UNKNOWN),
]


def licence_at(url):
    """The licence that a web address stands for; unknown for any other address."""
    return next(
        (licence for pattern, licence in LICENCE_ADDRESSES if pattern.search(url)), Licence.UNKNOWN
    )
