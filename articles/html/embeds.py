"""Embeds: a provider and an id, never an address that someone typed."""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit


class Provider(NamedTuple):
    label: str
    id: re.Pattern
    address: str  # where a click leads; {0} is the id, or host and id
    frame: str  # what a click opens in place, where a script can


_HOST = r"(?=.{4,253}/)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"

PROVIDERS = {
    "youtube": Provider(
        "YouTube",
        re.compile(r"[A-Za-z0-9_-]{11}"),
        "https://www.youtube.com/watch?v={0}",
        "https://www.youtube-nocookie.com/embed/{0}?autoplay=1",
    ),
    "vimeo": Provider(
        "Vimeo",
        re.compile(r"[0-9]{4,12}"),
        "https://vimeo.com/{0}",
        "https://player.vimeo.com/video/{0}?dnt=1&autoplay=1",
    ),
    "x": Provider(
        "X",
        re.compile(r"[0-9]{5,20}"),
        "https://x.com/i/status/{0}",
        "https://platform.twitter.com/embed/Tweet.html?dnt=true&id={0}",
    ),
    "bluesky": Provider(
        "Bluesky",
        re.compile(r"(?:did:plc:[a-z2-7]{24}|[a-z0-9-]+(?:\.[a-z0-9-]+)+)/[a-z0-9]{13}"),
        "https://bsky.app/profile/{0}/post/{1}",
        "https://embed.bsky.app/embed/{0}/app.bsky.feed.post/{1}",
    ),
    "mastodon": Provider(
        "Mastodon",
        re.compile(_HOST + r"/@[A-Za-z0-9_.-]{1,64}(?:@[a-z0-9.-]{1,253})?/[0-9]{5,20}"),
        "https://{0}/{1}/{2}",
        "https://{0}/{1}/{2}/embed",
    ),
    "datawrapper": Provider(
        "Datawrapper",
        re.compile(r"[A-Za-z0-9]{5}"),
        "https://datawrapper.dwcdn.net/{0}/",
        "https://datawrapper.dwcdn.net/{0}/",
    ),
}


def is_embed(provider: str, id: str) -> bool:
    """Whether the provider is one of ours and the id has its shape."""
    return provider in PROVIDERS and PROVIDERS[provider].id.fullmatch(id) is not None


def embed_address(provider: str, id: str) -> str:
    """Where a reader's click leads."""
    return PROVIDERS[provider].address.format(*id.split("/"))


def embed_frame(provider: str, id: str) -> str:
    """What a reader's click opens in the page."""
    return PROVIDERS[provider].frame.format(*id.split("/"))


def frame_origin(provider: str, id: str) -> str:
    """The one origin that must be allowed in a frame for it."""
    return "https://" + urlsplit(embed_frame(provider, id)).netloc


def embed_from_url(url: str) -> tuple[str, str] | None:
    """The provider and id that a pasted address means, if it is one of ours."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    host = re.sub(r"^(www|m|mobile)\.", "", host)
    segments = [segment for segment in parts.path.split("/") if segment]
    found = _known_host(host, segments, parts.query) or _mastodon(host, segments)
    return found if found and is_embed(*found) else None


def _known_host(host: str, segments: list[str], query: str) -> tuple[str, str] | None:
    last = segments[-1] if segments else ""
    if host in ("youtube.com", "youtube-nocookie.com", "music.youtube.com"):
        if segments[:1] == ["watch"]:
            return "youtube", parse_qs(query).get("v", [""])[0]
        if segments[:1] in (["embed"], ["shorts"], ["live"]) and len(segments) > 1:
            return "youtube", segments[1]
    if host == "youtu.be":
        return "youtube", last
    if host in ("vimeo.com", "player.vimeo.com"):
        return "vimeo", next((segment for segment in segments if segment.isdigit()), "")
    if host in ("x.com", "twitter.com") and "status" in segments[:-1]:
        return "x", segments[segments.index("status") + 1]
    if host == "bsky.app" and segments[:1] == ["profile"] and segments[2:3] == ["post"]:
        return "bluesky", "/".join([segments[1], *segments[3:4]])
    if host in ("datawrapper.dwcdn.net", "datawrapper.de", "app.datawrapper.de"):
        return "datawrapper", next((part for part in segments if len(part) == 5), "")
    return None


def _mastodon(host: str, segments: list[str]) -> tuple[str, str] | None:
    """Any server may be one: only `/@name/number` tells."""
    if len(segments) == 2 and segments[0].startswith("@") and segments[1].isdigit():
        return "mastodon", f"{host}/{segments[0]}/{segments[1]}"
    return None
