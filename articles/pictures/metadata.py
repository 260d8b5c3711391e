"""What a file says of itself: XMP first, then IPTC-IIM, then EXIF. Knows neither Django nor models.

Runs in the darkroom, on bytes that a stranger made: whatever they hold, the answer is a dict of
short clean strings, each with the name of the standard that it came from.
"""

import datetime
import re
import unicodedata

from defusedxml import ElementTree

XMP_LIMIT = 1024 * 1024
LIMITS = {
    "caption": 1000,
    "alt": 500,
    "creator": 200,
    "agency": 200,
    "copyright": 300,
    "licence_url": 500,
    "source_url": 500,
    "taken_at": 40,
    "keywords": 500,
}
# What cameras write where a caption belongs.
CAMERA_NOISE = re.compile(
    r"(?:olympus|sony|minolta|konica|samsung|kodak|nikon|canon|fujifilm|panasonic)?[ -]*"
    r"(?:digital (?:still )?camera|dsc|dcim\b.*|camera)"
    r"|default|untitled|screenshot|created with (?:the )?gimp|(?:img|dsc[nf]?)[ _]?\d+(?:\.jpe?g)?",
    re.IGNORECASE,
)

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
CC = "{http://creativecommons.org/ns#}"
PLUS = "{http://ns.useplus.org/ldf/xmp/1.0/}"
EXIF = "{http://ns.adobe.com/exif/1.0/}"


def read(image):
    """Return {field: [value, source]} for a loaded Pillow image; never raises."""
    found = {}
    for source, reader in (("XMP", from_xmp), ("IPTC", from_iptc), ("EXIF", from_exif)):
        try:
            values = reader(image)
        except Exception:  # noqa: S112 - hostile bytes may break any parser: it then says nothing
            continue
        for field, value in values.items():
            value = tidy(value, LIMITS[field])
            if field == "caption" and CAMERA_NOISE.fullmatch(value):
                continue
            if value and field not in found:
                found[field] = [value, source]
    return found


def tidy(value, limit):
    """Return text or a list of texts as one clean line of at most `limit` characters."""
    if isinstance(value, list | tuple):
        value = ", ".join(dict.fromkeys(tidy(each, limit) for each in value if each))
    text = unicodedata.normalize("NFC", str(value or ""))
    # Control, format (direction overrides) and private characters, and lone surrogates.
    text = "".join(
        " " if character.isspace() or unicodedata.category(character) == "Cc" else character
        for character in text
        if unicodedata.category(character) not in {"Cf", "Cs", "Co", "Cn"}
    )
    text = " ".join(text.split()).strip(" ,")
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def from_xmp(image):
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode("utf-8", "replace")
    if not packet or len(packet) > XMP_LIMIT:
        return {}
    packet = packet.strip(b"\0 \r\n\t")
    said = xmp_properties(ElementTree.fromstring(packet, forbid_dtd=True))
    pages = [
        page
        for name in (CC + "license", RIGHTS + "WebStatement", PLUS + "LicensorURL")
        for page in said.get(name, [])
        if is_web_address(page)
    ]
    licences = [page for page in pages if "creativecommons.org/" in page]
    return {
        "caption": first(said, DC + "description"),
        "alt": first(said, CORE + "AltTextAccessibility"),
        "creator": said.get(DC + "creator", []),
        "agency": first(said, PHOTOSHOP + "Credit") or first(said, PHOTOSHOP + "Source"),
        "copyright": first(said, DC + "rights"),
        "taken_at": iso_date(
            first(said, PHOTOSHOP + "DateCreated")
            or first(said, EXIF + "DateTimeOriginal")
            or first(said, XMP + "CreateDate")
        ),
        "keywords": said.get(DC + "subject", [])[:50],
        "licence_url": licences[0] if licences else "",
        "source_url": next((page for page in pages if page not in licences), ""),
    }


def xmp_properties(root):
    """Flatten a packet's descriptions into {"{namespace}name": [values]}."""
    said = {}
    for description in root.iter(RDF + "Description"):
        for name, value in description.attrib.items():
            said.setdefault(name, []).append(value)
        for node in description:
            items = list(node.iter(RDF + "li"))
            # Of a text in several languages the default one counts.
            items.sort(key=lambda item: "x-default" not in item.attrib.values())
            values = [item.text for item in items] or [node.get(RDF + "resource") or node.text]
            said.setdefault(node.tag, []).extend(value for value in values if value)
    return said


def first(said, name):
    return next((value for value in said.get(name, []) if value.strip()), "")


def is_web_address(text):
    return re.fullmatch(r"https?://[^\s<>\"'\\]+", text.strip()) is not None


IIM_FIELDS = {
    80: "creator",
    25: "keywords",
    110: "agency",
    115: "source",
    116: "copyright",
    120: "caption",
    55: "date",
    60: "time",
}


def from_iptc(image):
    blocks = image.info.get("photoshop") or {}
    block = blocks.get(0x0404) if isinstance(blocks, dict) else None
    if not isinstance(block, bytes):
        return {}
    said, encoding = iim_records(block)
    texts = {
        field: [decode(value, encoding) for value in values][:50] for field, values in said.items()
    }
    return {
        "caption": texts.get("caption", [""])[0],
        "creator": texts.get("creator", []),
        "agency": texts.get("agency", [""])[0] or texts.get("source", [""])[0],
        "copyright": texts.get("copyright", [""])[0],
        "taken_at": iim_date(texts.get("date", [""])[0], texts.get("time", [""])[0]),
        "keywords": texts.get("keywords", []),
    }


def iim_records(block):
    """Return ({field: [bytes]}, encoding or None) of an IPTC-IIM block, as far as it is whole."""
    said, encoding, at = {}, None, 0
    while at + 5 <= len(block) and block[at] == 0x1C:
        record, dataset = block[at + 1], block[at + 2]
        size = int.from_bytes(block[at + 3 : at + 5], "big")
        value = block[at + 5 : at + 5 + size]
        at += 5 + size
        if size & 0x8000 or len(value) < size:
            break
        if (record, dataset) == (1, 90) and value == b"\x1b%G":
            encoding = "utf-8"
        elif record == 2 and dataset in IIM_FIELDS:
            said.setdefault(IIM_FIELDS[dataset], []).append(value)
    return said, encoding


def decode(value, encoding=None):
    """Read bytes whose encoding is seldom declared: UTF-8 where it fits, else Western."""
    for each in (encoding, "utf-8", "cp1252"):
        if each:
            try:
                return value.decode(each)
            except UnicodeDecodeError:
                continue
    return value.decode("latin-1")


def iim_date(date, time):
    if not re.fullmatch(r"\d{8}", date):
        return ""
    text = f"{date[:4]}-{date[4:6]}-{date[6:]}"
    if match := re.fullmatch(r"(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)(\d\d))?", time):
        hour, minute, second, zone, zone_minutes = match.groups()
        text += f"T{hour}:{minute}:{second}" + (f"{zone}:{zone_minutes}" if zone else "")
    return iso_date(text)


def from_exif(image):
    exif = image.getexif()
    detail = exif.get_ifd(0x8769)
    taken = exif_text(detail.get(0x9003)) or exif_text(exif.get(0x0132))
    taken = re.sub(r"^(\d{4}):(\d\d):(\d\d) ", r"\1-\2-\3T", taken)
    return {
        "caption": exif_text(exif.get(0x010E)) or windows_text(exif.get(0x9C9B)),
        "creator": exif_text(exif.get(0x013B)) or windows_text(exif.get(0x9C9D)),
        "copyright": exif_text(exif.get(0x8298)),
        "keywords": windows_text(exif.get(0x9C9E)).split(";"),
        "taken_at": iso_date(taken + exif_text(detail.get(0x9011))),
    }


def exif_text(value):
    """Read an ASCII tag, in which cameras also write UTF-8."""
    if isinstance(value, bytes):
        return decode(value.split(b"\0")[0])
    if not isinstance(value, str):
        return ""
    try:  # Pillow reads the bytes as Latin-1
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def windows_text(value):
    """Read one of Windows' own tags: UTF-16 in bytes."""
    if isinstance(value, tuple):
        value = bytes(value)
    return value.decode("utf-16-le", "ignore").strip("\0") if isinstance(value, bytes) else ""


def iso_date(text):
    """Return a date, or a date and time, in ISO form; empty if it is not one of our era."""
    text = text.strip()
    if match := re.fullmatch(r"(\d{4})(?:-(\d\d))?", text):
        text = f"{match[1]}-{match[2] or '01'}-01"
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return ""
    return moment.isoformat() if 1826 <= moment.year <= 2100 else ""
