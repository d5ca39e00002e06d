"""Who asks, as far as the back may know: a name for the day, from which no address follows.

The key is in memory only and new each UTC day, so the same address has another name tomorrow, and
a list of names cannot be turned back by trying every address.
"""

import secrets
import time
from collections.abc import Iterable
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

NAME = "X-Farshore-Client"
_DAY = 86_400


class Clients:
    """Names of clients. `trusted`: addresses and networks of proxies whose word is taken."""

    def __init__(self, trusted: Iterable[str] = ()) -> None:
        """Raises `ValueError` for what is no network."""
        self._trusted = [ip_network(one, strict=False) for one in trusted]
        self._key, self._day = b"", -1
        self.renew()

    def renew(self, now: float | None = None) -> None:
        """Forget yesterday's key. `now`: seconds since 1970."""
        day = int((time.time() if now is None else now) // _DAY)
        if day != self._day:
            self._key, self._day = secrets.token_bytes(32), day

    def fields(self, peer: str, headers: dict[bytes, bytes]) -> dict[str, str]:
        """What the back is told about who asks, `peer` being the other end of the connection."""
        near = _address(peer)
        if near is None or not self._trusts(near):
            return self._named(near)
        client = self._behind(near, headers.get(b"x-forwarded-for", b""))
        scheme = headers.get(b"x-forwarded-proto", b"").decode("latin-1").strip().lower()
        told = {"X-Forwarded-Proto": scheme} if scheme in {"http", "https"} else {}
        return told | self._named(client)

    def _named(self, address: IPv4Address | IPv6Address | None) -> dict[str, str]:
        """A visitor from this machine is an onion service or a proxy that is not trusted yet:
        many people with one address, who must not use up each other's tries.
        """
        if address is None or address.is_loopback:
            return {}
        if isinstance(address, IPv6Address):  # a household has 2**64 of them
            address = IPv6Network((address, 64), strict=False).network_address
        return {NAME: blake2b(address.packed, key=self._key, digest_size=16).hexdigest()}

    def _trusts(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._trusted)

    def _behind(
        self, near: IPv4Address | IPv6Address, forwarded: bytes
    ) -> IPv4Address | IPv6Address | None:
        """The nearest address that is not a trusted proxy's: what lies behind it may be made up."""
        for told in reversed(forwarded.decode("latin-1").split(",")):
            found = _address(told.strip())
            if found is None:
                return None if told.strip() else near
            near = found
            if not self._trusts(near):
                break
        return near


def _address(told: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(told.strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
