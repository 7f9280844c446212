"""Addresses as formats hold them: ASCII, well-formed, safe to follow."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.exporters._links import link_address
from copydesk.testing.strategies import hostile_text, link_targets

URI = re.compile(r"(?:https?|mailto):(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")


@given(link_targets() | hostile_text() | hostile_text().map("http://x.y/".__add__))
def test_whatever_becomes_an_address_is_a_uri(target: str) -> None:
    address = link_address(target)
    if address is not None:
        assert URI.fullmatch(address)
        assert link_address(address) == address


@given(st.text("abc/é中~ß-_.", max_size=9))
def test_an_address_leads_where_the_target_led(path: str) -> None:
    address = link_address(f"https://example.com/{path}")
    assert address is not None
    assert unquote(urlsplit(address).path) == f"/{path}"


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("https://example.com/a?b=1&c=(2)#d", "https://example.com/a?b=1&c=(2)#d"),
        ("HTTPS://Example.com/%20a%2", "https://Example.com/%20a%252"),
        ("https://exämple.com/ä", "https://xn--exmple-cua.com/%C3%A4"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("http://user:p@x.y:80", "http://user:p@x.y:80"),
        ("mailto:a@example.com?subject=x%20y", "mailto:a@example.com?subject=x%20y"),
        ("https://x.y/a#b#c", "https://x.y/a#b%23c"),
    ],
)
def test_addresses_keep_what_they_may(target: str, address: str) -> None:
    assert link_address(target) == address


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.y", "x.y", "",
        "http:", "http:///a", "http://a b", "http://a\tb", "http://[x]/", "http://x.y:port/", "http://<b>/",
        "http://x.y:65536/", "http://\ud800/", "mailto:", "http://" + "ä" * 70 + ".com/",
    ],
)  # fmt: skip
def test_what_is_not_safe_or_no_address_is_none(target: str) -> None:
    assert link_address(target) is None
