"""Where files are kept: on this disk, or in any S3-compatible store that the environment names."""

from django.core.exceptions import ImproperlyConfigured

try:
    from botocore.config import Config
except ImportError:  # only installed where S3_BUCKET is used
    Config = None

IMMUTABLE = "public, max-age=31536000, immutable"


def storages(env, data_dir):
    """Django's STORAGES. With S3_BUCKET set, pictures leave this disk altogether."""
    kept = s3_storages(env) if env.str("S3_BUCKET", default="") else disk_storages(data_dir)
    return {
        **kept,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }


def disk_storages(data_dir):
    return {
        "default": {"BACKEND": "articles.pictures.storage.WholeFiles"},
        "originals": {
            "BACKEND": "articles.pictures.storage.Originals",
            "OPTIONS": {"location": data_dir / "originals"},
        },
    }


def s3_storages(env):
    """Renditions under files/, which the bucket's policy opens to all; originals under a shut one.

    S3_ORIGINALS_BUCKET keeps the originals in a bucket of their own, which is the better way.
    """
    for_readers = {
        "location": "files",
        "querystring_auth": False,
        "custom_domain": env.str("S3_PUBLIC_HOST", default=None),
        "object_parameters": {"CacheControl": IMMUTABLE},
    }
    for_us = {
        "bucket_name": env.str("S3_ORIGINALS_BUCKET", default=env.str("S3_BUCKET")),
        "location": "originals",
    }
    backend, shared = "storages.backends.s3.S3Storage", s3_options(env)
    return {
        "default": {"BACKEND": backend, "OPTIONS": shared | for_readers},
        "originals": {"BACKEND": backend, "OPTIONS": shared | for_us},
    }


def s3_options(env):
    """How to reach the store, and when to give it up."""
    if Config is None:
        raise ImproperlyConfigured(
            "S3_BUCKET needs packages of its own: bin/environment --extra s3"
        )
    return {
        "bucket_name": env.str("S3_BUCKET"),
        "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
        "region_name": env.str("S3_REGION", default=None),
        "access_key": env.str("S3_ACCESS_KEY_ID", default=None),
        "secret_key": env.str("S3_SECRET_ACCESS_KEY", default=None),
        "default_acl": None,
        "file_overwrite": True,  # names are made from content
        # An editor waits for it: a store that does not answer is given up in seconds.
        "client_config": Config(
            connect_timeout=3,
            read_timeout=15,
            retries={"max_attempts": 2},
            s3={"addressing_style": env.str("S3_ADDRESSING_STYLE", default=None)},
        ),
    }


def keep_for_a_day(headers, path, url):
    """Of the static files, those at the root have no hash in their names, and hardly change."""
    if not url.startswith("/static/"):
        headers["Cache-Control"] = "public, max-age=86400"


def picture_hosts(env):
    """Where pictures come from besides this site, for the Content-Security-Policy."""
    if not env.str("S3_BUCKET", default=""):
        return []
    host = env.str("S3_PUBLIC_HOST", default="")
    if host:
        return [f"https://{host}"]
    endpoint = env.str("S3_ENDPOINT_URL", default="")
    return [endpoint] if endpoint else [f"https://{env.str('S3_BUCKET')}.s3.amazonaws.com"]
