from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.kernel.signing import is_signed, public_key, sign


@given(st.binary(max_size=200), st.text(max_size=40))
def test_what_was_signed_is_known_and_nothing_else_is(message: bytes, secret: str) -> None:
    key, signature = public_key(secret), sign(secret, message)
    assert is_signed(message, signature=signature, key=key)
    assert not is_signed(message + b"!", signature=signature, key=key)
    assert not is_signed(message, signature=signature, key=public_key(secret + "!"))


@pytest.mark.parametrize("broken", ["", "?", "a", b64encode(b"short").decode()], ids=range(4))
def test_what_is_no_signature_or_no_key_signs_nothing(broken: str) -> None:
    key, signature = public_key("a"), sign("a", b"m")
    assert not is_signed(b"m", signature=broken, key=key)
    assert not is_signed(b"m", signature=signature, key=broken)


def test_a_secret_always_makes_the_same_key_so_that_copies_know_the_house() -> None:
    assert public_key("farshore") == "h860vFKBZ47vs8bF/lt7FbM7aFTCkX9rXFUW8RdURXM="
