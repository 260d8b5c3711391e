import random

import pytest

from newsletter.tokens import (
    CONFIRM,
    MOVE,
    PREFERENCES,
    UNSUBSCRIBE,
    address_hash,
    address_hashes,
    new_token,
    seal,
    token_hash,
    unseal,
)


def test_a_sealed_token_names_its_reader_for_its_purpose_only():
    token = seal(PREFERENCES, 4711, 3)

    assert unseal(PREFERENCES, token) == (4711, 3)
    assert unseal(UNSUBSCRIBE, token) is None


def test_ten_thousand_flipped_bits_open_nothing():
    dice = random.Random(6)
    opened = []
    for _ in range(10_000):
        raw = bytearray(seal(UNSUBSCRIBE, dice.randrange(1, 2**40)).encode())
        raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        opened.append(unseal(UNSUBSCRIBE, raw.decode("latin-1")))

    assert opened == [None] * 10_000


@pytest.mark.parametrize("nonsense", ["", "x", "=" * 36, "é" * 36, "A" * 36, "A" * 10_000, None, 7])
def test_nonsense_opens_nothing(nonsense):
    assert unseal(UNSUBSCRIBE, nonsense) is None
    assert token_hash(CONFIRM, nonsense) == ""


def test_a_random_token_has_another_hash_for_each_purpose():
    token = new_token()

    assert token_hash(CONFIRM, token) != token_hash(MOVE, token)


def test_a_changed_key_still_believes_what_the_old_one_sealed(settings):
    settings.SECRET_KEY_FALLBACKS = []
    token, known_as = seal(UNSUBSCRIBE, 1), address_hash("ada@example.org")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]
    assert unseal(UNSUBSCRIBE, token) == (1, 0)
    assert known_as in address_hashes("ada@example.org")

    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(UNSUBSCRIBE, token) is None
