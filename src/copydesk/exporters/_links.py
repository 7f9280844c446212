"""Addresses as a format may hold them: ASCII, well-formed, with a scheme that is safe to follow."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from copydesk.walk import safe_target

# RFC 3986: what stands for itself, with "%" so that what is encoded already stays as it is.
_PATH = "/:@!$&'()*+,;=~-._%"
_QUERY = _PATH + "?"
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9.])?")
_USER = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:%-]*")
_HIGHEST_PORT = 65535


def link_address(target: str) -> str | None:
    """`target` as an RFC 3986 URI, or None where it is not safe or cannot be one.

    What is not ASCII is percent-encoded as UTF-8; a host name goes through IDNA (RFC 3490).
    """
    if safe_target(target) is None:
        return None
    try:
        scheme, authority, path, query, fragment = urlsplit(target)
        server = _authority(authority) if authority else ""
        if server is None:
            return None
        address = f"{scheme.lower()}:" + (f"//{server}" if server else "") + _quote(path, _PATH)
        if query:
            address += "?" + _quote(query, _QUERY)
        if fragment:
            address += "#" + _quote(fragment, _QUERY)
    except ValueError:  # a lone surrogate, or a host that IDNA refuses
        return None
    return address


def _authority(authority: str) -> str | None:
    user, at, server = authority.rpartition("@")
    host, colon, port = server.rpartition(":")
    if not colon or server.endswith("]"):
        host, port = server, ""
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if not _HOST.fullmatch(host) or not _USER.fullmatch(user):
        return None
    if port and not (port.isascii() and port.isdigit() and int(port) <= _HIGHEST_PORT):
        return None
    return f"{user}{at}{host}" + (f":{port}" if port else "")


def _quote(part: str, safe: str) -> str:
    return _STRAY_PERCENT.sub("%25", quote(part, safe=safe))
