import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.addresses import BadAddress, ip_prefix, read_address


@pytest.mark.parametrize(
    ("typed", "shown", "key"),
    [
        ("ada@example.org", "ada@example.org", "ada@example.org"),
        ("  Ada.Lovelace@Example.ORG ", "Ada.Lovelace@example.org", "ada.lovelace@example.org"),
        ("ada+news@example.org", "ada+news@example.org", "ada+news@example.org"),
        ("=cmd@example.org", "=cmd@example.org", "=cmd@example.org"),
        ("o'neil@example.org", "o'neil@example.org", "o'neil@example.org"),
        ("!#$%&'*+-/=?^_`{|}~@example.org",) * 3,
        ("ada@bücher.example.org", "ada@bücher.example.org", "ada@xn--bcher-kva.example.org"),
        (
            "ada@xn--bcher-kva.example.org",
            "ada@bücher.example.org",
            "ada@xn--bcher-kva.example.org",
        ),
        ("JÖRG@example.org", "JÖRG@example.org", "jörg@example.org"),
        ("jo\u0308rg@example.org", "jörg@example.org", "jörg@example.org"),
        ("用户@例子.广告", "用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v"),
        ("a@b.co", "a@b.co", "a@b.co"),
    ],
)
def test_an_address_is_shown_as_typed_and_compared_folded(typed, shown, key):
    address = read_address(typed)

    assert (address.shown, address.key) == (shown, key)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please type your e-mail address."),
        (None, "Please type your e-mail address."),
        (["ada@example.org"], "Please type your e-mail address."),
        ("   ", "Please type your e-mail address."),
        ("ada", "An e-mail address has an @ with something on both sides of it."),
        ("@example.org", "An e-mail address has an @ with something on both sides of it."),
        ("ada@", "An e-mail address has an @ with something on both sides of it."),
        ('"ada b"@example.org', "We cannot write to addresses with quotation marks before the @."),
        (
            "ada@[127.0.0.1]",
            "We cannot write to a bare network address. Use one with a domain name.",
        ),
        (
            "ada@[IPv6:::1]",
            "We cannot write to a bare network address. Use one with a domain name.",
        ),
        ("a" * 10_000 + "@example.org", "This address is too long to be written to."),
        ("a@" + "b." * 10_000 + "org", "This address is too long to be written to."),
        ("ada\0@example.org", "There is a character in this address that no address can have."),
        (
            "ada@example.org\r\nBcc: eve@example.org",
            "There is a character in this address that no address can have.",
        ),
        (
            "ada\u202e@example.org",
            "There is a character in this address that no address can have.",
        ),
        *(
            (bad, "This does not look like an e-mail address. Is there a slip in it?")
            for bad in [
                "a" * 65 + "@example.org",
                "ada..b@example.org",
                ".ada@example.org",
                "ada.@example.org",
                "ada@example",
                "ada@localhost",
                "ada@-example.org",
                "ada@exam ple.org",
                "ada b@example.org",
                "ada@b@example.org",
                "Ada <ada@example.org>",
                "ada@example..org",
                "ada@example.org.",
                "ada@127.0.0.1",
                "ada@exam_ple.org",
            ]
        ),
        ("ada＠example.org", "An e-mail address has an @ with something on both sides of it."),
    ],
)
def test_what_cannot_be_written_to_is_refused_with_a_sentence(typed, sentence):
    with pytest.raises(BadAddress) as problem:
        read_address(typed)

    assert str(problem.value) == sentence


@given(st.text() | st.builds("{}@{}".format, st.text(), st.text()))
def test_any_text_is_an_address_or_a_sentence_and_never_a_fault(text):
    try:
        address = read_address(text)
    except BadAddress:
        return
    assert read_address(address.shown).key == address.key
    assert "\0" not in address.shown
    assert len(address.key) <= 320


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("no address", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_only_the_network_of_a_reader_is_kept(address, network):
    assert ip_prefix(address) == network
