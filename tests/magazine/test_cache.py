import pickle
import signal
import socket
import time

import pytest

from magazine.cache import Breaker, JsonOrBytes, PatientCache


@pytest.fixture
def redis_cache(redis_server):
    process, url = redis_server
    cache = PatientCache(url, {})
    cache.clear()
    yield cache
    process.send_signal(signal.SIGCONT)


@pytest.mark.redis
@pytest.mark.parametrize("value", [b"\x00page", "ink", 7, 1.5, None, ["a", {"b": 1}], True])
def test_redis_gives_back_what_it_was_given(redis_cache, value):
    redis_cache.set("key", value, 60)

    assert redis_cache.get("key", "nothing") == value


@pytest.mark.redis
def test_redis_counts(redis_cache):
    redis_cache.set("count", 1)

    assert redis_cache.incr("count") == 2
    assert redis_cache.get_many(["count", "none"]) == {"count": 2}
    assert redis_cache.add("count", 1) is False
    with pytest.raises(ValueError, match="not found"):
        redis_cache.incr("none")


@pytest.mark.redis
def test_a_redis_that_hangs_costs_a_quarter_of_a_second_once(redis_cache, redis_server):
    redis_cache.set("key", "kept")
    redis_server[0].send_signal(signal.SIGSTOP)

    began = time.monotonic()
    assert redis_cache.get("key") is None
    first = time.monotonic() - began
    began = time.monotonic()
    for _ in range(1000):
        assert redis_cache.get("key") is None
    rest = time.monotonic() - began

    assert first < 1
    assert rest < 0.25


@pytest.mark.redis
def test_redis_is_asked_again_after_a_rest(redis_cache):
    redis_cache.set("key", "kept")
    redis_cache.breaker.rest = 0.2

    redis_cache.breaker.trip(OSError())
    assert redis_cache.get("key") is None
    time.sleep(0.25)

    assert redis_cache.get("key") == "kept"


@pytest.fixture
def gone():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    return PatientCache(f"redis://127.0.0.1:{port}/0", {})


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (lambda cache: cache.get("a", "else"), "else"),
        (lambda cache: cache.set("a", 1), None),
        (lambda cache: cache.add("a", 1), True),
        (lambda cache: cache.touch("a"), False),
        (lambda cache: cache.delete("a"), False),
        (lambda cache: cache.has_key("a"), False),
        (lambda cache: "a" in cache, False),
        (lambda cache: cache.get_many(["a"]), {}),
        (lambda cache: cache.set_many({"a": 1}), ["a"]),
        (lambda cache: cache.delete_many(["a"]), None),
        (lambda cache: cache.clear(), False),
        (lambda cache: cache.get_or_set("a", "made"), "made"),
    ],
)
def test_without_redis_everything_is_a_miss(gone, call, answer):
    assert call(gone) == answer


def test_without_redis_a_count_is_as_good_as_missing(gone):
    with pytest.raises(ValueError, match="not found"):
        gone.incr("count")


def test_nothing_in_redis_is_ever_unpickled():
    with pytest.raises(ValueError, match="invalid literal"):
        JsonOrBytes().loads(pickle.dumps({"run": "this"}))


def test_a_breaker_opens_again():
    breaker = Breaker(rest=0)
    breaker.trip(OSError())

    assert not breaker.is_shut()
