"""Redis while it answers at once. Without it readers notice nothing: a read is a miss."""

import json
import logging
import threading
import time

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

TIMEOUT = 0.25
# Seconds for which Redis is not asked again after it failed.
REST = 5


class Breaker:
    """Remembers that something is gone, so that not every reader waits to find out."""

    def __init__(self, rest=REST):
        self.rest = rest
        self.shut_until = 0.0
        self.lock = threading.Lock()

    def is_shut(self):
        return time.monotonic() < self.shut_until

    def trip(self, error):
        with self.lock:
            if not self.is_shut():
                log.warning("Redis is left alone for %s s: %s", self.rest, type(error).__name__)
            self.shut_until = time.monotonic() + self.rest


class JsonOrBytes:
    """Never pickle: whoever can write to Redis must not run code here."""

    def dumps(self, value):
        if type(value) is int:  # as Redis counts
            return value
        if isinstance(value, bytes):
            return b"b" + value
        return b"j" + json.dumps(value, separators=(",", ":")).encode()

    def loads(self, data):
        if data[:1] == b"b":
            return data[1:]
        if data[:1] == b"j":
            return json.loads(data[1:])
        return int(data)


class PatientCache(RedisCache):
    """Redis with every failure taken for a miss, and every write that fails for forgotten."""

    def __init__(self, server, params):
        options = {
            "serializer": JsonOrBytes,
            "socket_timeout": TIMEOUT,
            "socket_connect_timeout": TIMEOUT,
            "retry": Retry(NoBackoff(), 0),
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})
        self.breaker = Breaker()

    def attempt(self, work, otherwise):
        if self.breaker.is_shut():
            return otherwise
        try:
            return work()
        except (RedisError, OSError) as error:
            self.breaker.trip(error)
            return otherwise

    def add(self, key, *args, **kwargs):
        # True: who takes a lock in Redis goes on without it, instead of waiting for nobody.
        return self.attempt(lambda: super(PatientCache, self).add(key, *args, **kwargs), True)

    def get(self, key, default=None, version=None):
        return self.attempt(lambda: super(PatientCache, self).get(key, default, version), default)

    def set(self, key, *args, **kwargs):
        return self.attempt(lambda: super(PatientCache, self).set(key, *args, **kwargs), None)

    def touch(self, key, *args, **kwargs):
        return self.attempt(lambda: super(PatientCache, self).touch(key, *args, **kwargs), False)

    def delete(self, key, version=None):
        return self.attempt(lambda: super(PatientCache, self).delete(key, version), False)

    def get_many(self, keys, version=None):
        return self.attempt(lambda: super(PatientCache, self).get_many(keys, version), {})

    def has_key(self, key, version=None):
        return self.attempt(lambda: super(PatientCache, self).has_key(key, version), False)

    def set_many(self, data, *args, **kwargs):
        return self.attempt(
            lambda: super(PatientCache, self).set_many(data, *args, **kwargs), list(data)
        )

    def delete_many(self, keys, version=None):
        return self.attempt(lambda: super(PatientCache, self).delete_many(keys, version), None)

    def clear(self):
        return self.attempt(super().clear, False)

    def incr(self, key, delta=1, version=None):
        result = self.attempt(lambda: super(PatientCache, self).incr(key, delta, version), None)
        if result is None:  # what a missing key does as well
            raise ValueError(f"Key {key!r} not found.")
        return result
