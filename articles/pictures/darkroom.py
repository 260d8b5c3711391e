"""The darkroom: a process apart, the only place where the bytes of an upload are decoded.

A picture can be made to eat memory, to run for minutes or to crash a decoder. Here it eats the
memory of a short-lived child with limits of its own; the web process never opens the file.
Run as `python -m articles.pictures.darkroom FORMAT SECONDS`, the file on standard input. It answers
on standard output: a length, that much JSON, then the pixels of the master. Knows no Django.
"""

import contextlib
import io
import json
import resource
import signal
import struct
import sys

from PIL import (
    AvifImagePlugin,  # noqa: F401 - each plugin registers itself
    GifImagePlugin,  # noqa: F401
    Image,
    ImageCms,
    JpegImagePlugin,  # noqa: F401
    PngImagePlugin,
    WebPImagePlugin,  # noqa: F401
)

from articles.pictures import metadata

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_STRETCH = 20  # longer side : shorter side
# The largest that anything is ever served at. Every rendition is made from this.
MASTER = (1920, 2880)

MEMORY = 1024 * 1024 * 1024
# Of processor time, while a person waits: the worst honest file needs about 1.3 (bench/pictures).
SECONDS = 1.7

# EXIF orientation: what turns the picture upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

DAMAGED = "This file is damaged or incomplete: open it in an image program and save it again."
TOO_HEAVY = "This file takes too much memory or time to open: save it again as a plain JPEG."


class Refused(ValueError):
    """The file cannot become a picture; the message is one sentence for the person."""


def develop(data, form):
    """Return (facts, master): what the file says and its pixels, upright, sRGB, bounded."""
    try:
        # JPEG stands for Pillow's MPO too: two pictures of a phone, of which the first counts.
        image = Image.open(io.BytesIO(data), formats=["JPEG", "MPO"] if form == "JPEG" else [form])
        check_size(*image.size)
        animated = form != "JPEG" and bool(getattr(image, "is_animated", False))
        full_size = image.size
        image.draft("RGB", turned(MASTER) if is_sideways(image) else MASTER)
        image.load()
    except Refused:
        raise
    except MemoryError:
        raise Refused(TOO_HEAVY) from None
    except Exception as error:  # decoders raise nearly anything over a broken file
        raise Refused(DAMAGED) from error
    facts = {
        "format": form,
        "width": full_size[1] if is_sideways(image) else full_size[0],
        "height": full_size[0] if is_sideways(image) else full_size[1],
        "animated": animated,
        "metadata": metadata.read(image),
    }
    return facts, master_of(image)


def check_size(width, height):
    if width * height > MAX_PIXELS:
        raise Refused(
            f"This picture has {width * height / 1e6:,.0f} megapixels ({width} × {height}); "
            f"at most {MAX_PIXELS // 1_000_000} are taken: save it smaller."
        )
    if max(width, height) > MAX_STRETCH * min(width, height):
        raise Refused(
            f"This picture is too narrow ({width} × {height}): the longer side may be at most "
            f"{MAX_STRETCH} times the shorter one."
        )


def orientation(image):
    with contextlib.suppress(Exception):
        return image.getexif().get(0x0112, 1)
    return 1


def is_sideways(image):
    """Whether the camera was held sideways, so that width and height change places."""
    return orientation(image) in {5, 6, 7, 8}


def turned(size):
    return size[1], size[0]


def master_of(image):
    """Return the pixels as 8-bit sRGB, upright, no larger than MASTER, and nothing else."""
    profile, turn = image.info.get("icc_profile"), orientation(image)
    box = turned(MASTER) if is_sideways(image) else MASTER
    image = simple_mode(image)
    image.thumbnail(box, Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = to_srgb(image, profile)
    if turn in UPRIGHT:
        image = image.transpose(UPRIGHT[turn])
    if image.mode == "RGBA" and image.getchannel("A").getextrema()[0] == 255:
        image = image.convert("RGB")
    image.info = {}
    return image


def simple_mode(image):
    """Return the image in one of the modes that can be resized and colour-managed: 8 bits each."""
    if image.mode.startswith("I;16"):
        image = image.convert("I")
    if image.mode == "I":  # 16-bit grey, which convert("L") would clip instead of scale
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def to_srgb(image, profile):
    """Convert to sRGB by the file's own profile where it has a usable one."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    flat = image.convert("RGB") if alpha else image
    if profile:
        with contextlib.suppress(Exception):  # a broken profile is no profile
            flat = ImageCms.profileToProfile(
                flat,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
    flat = flat if flat.mode == "RGB" else flat.convert("RGB")
    if alpha:
        flat.putalpha(alpha)
    return flat


def main(form, seconds):
    """Answer one request; a refusal is an answer, a death by the limits is one as well."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.setitimer(signal.ITIMER_PROF, float(seconds))  # SIGPROF ends the process
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # check_size decides, before any pixel is decoded
    PngImagePlugin.MAX_TEXT_MEMORY = 8 * 1024 * 1024
    pixels = b""
    try:
        facts, master = develop(sys.stdin.buffer.read(MAX_BYTES + 1), form)
        facts |= {"mode": master.mode, "size": master.size}
        pixels = master.tobytes()
    except Refused as refusal:
        facts = {"refused": str(refusal)}
    except MemoryError:
        facts = {"refused": TOO_HEAVY}
    answer = json.dumps(facts).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(answer)) + answer)
    sys.stdout.buffer.write(pixels)


if __name__ == "__main__":
    main(*sys.argv[1:])
