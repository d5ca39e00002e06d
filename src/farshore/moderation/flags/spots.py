"""Points on the map, devices, accounts: their shapes hardly ever mean something else."""

import re
from collections.abc import Iterator

from stdnum import iban, imei, luhn

from farshore.moderation.flags.digits import bare
from farshore.moderation.flags.found import Sign
from farshore.moderation.flags.kinds import BANK, DEVICE, SPOT

_POINTS = (
    re.compile(  # decimal degrees
        r"(?<![\d.])-?\d{1,3}\.\d{3,12}°?\s?[NS]?\s?[,;/ "
        r"]\s?-?\d{1,3}\.\d{3,12}°?(?:\s?[EW](?!\w))?"
    ),
    re.compile(  # plus codes
        r"(?<![A-Za-z0-9_])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?![A-Za-z0-9_])"
    ),
    re.compile(r"\d{1,3}°\s?\d{1,2}[′’']\s?[\d.]{1,6}[″”\"]?\s?[NSEW]?"),
    re.compile(r"///\w{2,30}\.\w{2,30}\.\w{2,30}"),  # three words
)
_MAC = re.compile(
    r"(?<![A-Za-z0-9:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![A-Za-z0-9:])"
)
_IMEI = re.compile(r"(?<!\d)\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d(?!\d)")
_IBAN = re.compile(
    r"(?<![A-Za-z0-9_])[A-Z]{2}\d{2}(?:(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?"
    r"|[A-Z0-9]{11,30})(?![A-Za-z0-9_])"
)
_CARD = re.compile(r"(?<!\d)[3-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{4}(?!\d)")


def points(plain: str) -> Iterator[Sign]:
    """Coordinates in degrees, plus codes, three words."""
    for pattern in _POINTS:
        for found in pattern.finditer(plain):
            yield Sign(SPOT, *found.span())


def devices(plain: str) -> Iterator[Sign]:
    """Network cards by their shape; phones where the check digit is right."""
    for found in _MAC.finditer(plain):
        yield Sign(DEVICE, *found.span(), "mac")
    for found in _IMEI.finditer(plain):
        if imei.is_valid(bare(found.group())):
            yield Sign(DEVICE, *found.span(), "imei", sure=True)


def accounts(plain: str) -> Iterator[Sign]:
    """Accounts; those without spaces, and cards, only where the check digits are right."""
    for found in _IBAN.finditer(plain):
        sure = iban.is_valid(bare(found.group()))
        if sure or " " in found.group():
            yield Sign(BANK, *found.span(), "iban", sure)
    for found in _CARD.finditer(plain):
        if luhn.is_valid(bare(found.group())):
            yield Sign(BANK, *found.span(), "card", sure=True)
