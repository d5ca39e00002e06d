"""Making the team's key pairs. For a machine of the team's: the server never imports this."""

from datetime import date

from pyrage import passphrase, x25519

from farshore.vault import team


def make(*, today: date, phrase: str = "") -> tuple[str, bytes]:
    """A new pair: the public key, and the file of the private one, as the `age` program reads it.

    With a passphrase the file is sealed under it (scrypt), in letters that can be printed.
    """
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    text = (
        f"# Farshore, key {team.key_id(public)} of the team, made on {today.isoformat()}\n"
        f"# public key: {public}\n{identity}\n"
    ).encode()
    return public, passphrase.encrypt(text, phrase, armored=True) if phrase else text
