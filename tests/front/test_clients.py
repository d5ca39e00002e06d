"""What the back is told about a client: a name for one day, from which no address follows."""

from pathlib import Path

import pytest

from farshore.front.clients import NAME, Clients
from farshore.intake.views import limits
from tests.front import backs
from tests.front.fronts import front

DAY = 86_400.0


def name(clients: Clients, peer: str, forwarded: str = "", scheme: str = "") -> str | None:
    headers = {b"x-forwarded-for": forwarded.encode(), b"x-forwarded-proto": scheme.encode()}
    return clients.fields(peer, headers).get(NAME)


@pytest.mark.promise("P-02")
def test_a_client_has_one_name_in_a_day_and_another_in_the_next() -> None:
    clients = Clients()
    clients.renew(10 * DAY)
    first = name(clients, "198.51.100.7")
    clients.renew(10.9 * DAY)
    assert name(clients, "198.51.100.7") == first != name(clients, "198.51.100.8")
    clients.renew(11 * DAY)
    assert name(clients, "198.51.100.7") != first


def test_another_house_or_another_start_has_other_names() -> None:
    assert name(Clients(), "198.51.100.7") != name(Clients(), "198.51.100.7")


def test_a_name_is_what_the_back_expects_and_shows_no_address() -> None:
    told = name(Clients(), "198.51.100.7") or ""
    assert len(told) == 32 == len(bytes.fromhex(told)) * 2
    assert NAME in Path(limits.__file__).read_text("utf-8")


def test_a_household_has_one_name_and_its_neighbour_another() -> None:
    clients = Clients()
    home = name(clients, "2001:db8:1:2::3")
    assert name(clients, "2001:db8:1:2:aaaa::9") == home != name(clients, "2001:db8:1:3::3")
    assert name(clients, "::ffff:198.51.100.7") == name(clients, "198.51.100.7")
    assert name(clients, "fe80::1%eth0") is not None


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "", "not-an-address"])
def test_many_people_behind_this_machine_do_not_share_a_name(peer: str) -> None:
    assert Clients().fields(peer, {}) == {}


def test_nobody_is_believed_who_is_not_trusted() -> None:
    clients = Clients(["10.0.0.0/8"])
    own = name(clients, "198.51.100.7")
    assert name(clients, "198.51.100.7", "203.0.113.5", "https") == own
    told = clients.fields("198.51.100.7", {b"x-forwarded-proto": b"https"})
    assert "X-Forwarded-Proto" not in told


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("192.0.2.1, 203.0.113.5", "203.0.113.5"),
        ("203.0.113.5, 10.9.9.9", "203.0.113.5"),
        ("203.0.113.5,10.9.9.9, 10.8.8.8", "203.0.113.5"),
        ("10.7.7.7", "10.7.7.7"),
        ("", "10.1.2.3"),
        ("[2001:db8::1]", "2001:db8::1"),
    ],
)
def test_a_trusted_proxy_tells_who_stands_before_it(forwarded: str, client: str) -> None:
    clients = Clients(["10.0.0.0/8"])
    assert name(clients, "10.1.2.3", forwarded) == name(clients, client)


def test_what_a_proxy_cannot_name_has_no_name() -> None:
    assert name(Clients(["10.0.0.0/8"]), "10.1.2.3", "unknown") is None


@pytest.mark.parametrize(
    ("told", "passed"),
    [("https", "https"), ("HTTP", "http"), ("https, http", None), ("x", None), ("", None)],
)
def test_a_trusted_proxy_tells_the_scheme(told: str, passed: str | None) -> None:
    fields = Clients(["10.0.0.0/8"]).fields("10.1.2.3", {b"x-forwarded-proto": told.encode()})
    assert fields.get("X-Forwarded-Proto") == passed


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        Clients(["nonsense"])


def test_the_back_sees_the_name_and_not_the_address(site: Path) -> None:
    path = site.parent / "b.sock"
    with backs.back(path), front(site, path, "--trust", "127.0.0.0/8") as trusting:
        told = {"X_Forwarded_For": "203.0.113.5", "X_Forwarded_Proto": "https"}
        seen = dict(trusting.get("/share/echo", **told).json()["headers"])  # type: ignore[call-overload]
        assert seen["x-forwarded-proto"] == "https"
        assert len(seen[NAME.lower()]) == 32
        assert "203.0.113.5" not in str(seen)
        again = dict(trusting.get("/share/echo", **told).json()["headers"])  # type: ignore[call-overload]
        assert again == seen
