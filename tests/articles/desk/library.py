"""Sitting at the library: who is signed in, what is sent."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.articles.pictures.files import picture_file
from tests.factories import make_user

LIST = "/admin/articles/image/"


def signed_in(client, name="editor", group="Editor", **fields):
    user = make_user(name, group, **fields)
    client.force_login(user)
    return user


def uploaded(name="harbour.jpg", **options):
    return SimpleUploadedFile(name, picture_file(**options).getvalue())


def form_data(image, credits=(), **fields):
    data = {
        "alt": image.alt,
        "caption": image.caption,
        "keywords": image.keywords,
        "focal_x": image.focal_x,
        "focal_y": image.focal_y,
        "credits-TOTAL_FORMS": len(credits),
        "credits-INITIAL_FORMS": sum("id" in row for row in credits),
        "credits-MIN_NUM_FORMS": 0,
        "credits-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(credits):
        row = {"image": image.pk, "order": number, "licence": "agency"} | row
        data |= {f"credits-{number}-{name}": value for name, value in row.items()}
    return data | fields
