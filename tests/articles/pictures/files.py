"""Picture files for the tests, made here: good ones, odd ones and hostile ones."""

import io
import struct
import zlib

from PIL import Image, PngImagePlugin


def picture_file(width=60, height=40, form="JPEG", mode="RGB", color=(180, 60, 20), **options):
    """Return an open file that holds a plain picture; `options` go to Pillow's save()."""
    return encoded(Image.new("RGB", (width, height), color).convert(mode), form, **options)


def photo_file(width=1600, height=1000, form="JPEG", **options):
    """A picture with detail: a gradient under noise, so that it weighs what a photograph weighs."""
    noise = Image.effect_noise((width // 4, height // 4), 60).resize((width, height))
    ramp = Image.linear_gradient("L").resize((width, height))
    return encoded(Image.merge("RGB", (noise, ramp, ramp.rotate(180))), form, **options)


def encoded(image, form, **options):
    file = io.BytesIO()
    image.save(file, form, **options)
    file.seek(0)
    return file


def quadrants(width=400, height=200):
    """Red, green / blue, white: shows what was turned or cut."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((255, 0, 0), (0, 0, width // 2, height // 2))
    image.paste((0, 255, 0), (width // 2, 0, width, height // 2))
    image.paste((0, 0, 255), (0, height // 2, width // 2, height))
    return image


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_claiming(width, height, pixels=b"", text=b""):
    """A PNG whose header says what it likes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + (png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(text)) if text else b"")
        + png_chunk(b"IDAT", zlib.compress(pixels))
        + png_chunk(b"IEND", b"")
    )


def jpeg_with_iptc(fields, declared=True, **options):
    """A JPEG with an IPTC-IIM block of {dataset: text or [texts]}."""
    block = b"\x1c\x01\x5a\x00\x03\x1b%G" if declared else b""
    for dataset, values in fields.items():
        for value in values if isinstance(values, list) else [values]:
            value = value if isinstance(value, bytes) else value.encode()
            block += bytes([0x1C, 2, dataset]) + struct.pack(">H", len(value)) + value
    resource = (
        b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(block)) + block + b"\0" * (len(block) % 2)
    )
    segment = b"Photoshop 3.0\0" + resource
    plain = picture_file(**options).read()
    app13 = b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment
    return io.BytesIO(plain[:2] + app13 + plain[2:])


def xmp(body):
    """An XMP packet around the properties of one description."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
        ' xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
        f' xmlns:cc="http://creativecommons.org/ns#">{body}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    ).encode()


def png_text(**texts):
    info = PngImagePlugin.PngInfo()
    for key, value in texts.items():
        info.add_itxt(key, value)
    return info
