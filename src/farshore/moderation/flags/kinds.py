"""The kinds of flags: what each is called, and why it matters. In the order in which they show."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

IN_USE = "still"
ROAD = "road"
ACCUSED = "accused"
CHILD = "child"
KIN = "kin"
NAME = "name"
PHONE = "phone"
MAIL = "mail"
ADDRESS = "address"
STREET = "street"
NUMBER = "number"
PLATE = "plate"
SPOT = "spot"
DEVICE = "device"
BANK = "bank"
DATE = "date"
PLACE = "place"
FACE = "face"

WORDS: dict[str, Promise] = {
    IN_USE: _("may tell of a way that is still in use"),
    ROAD: _("the journey is young: its road may still be in use"),
    ACCUSED: _("somebody accused, or a broker, is named"),
    CHILD: _("a child, by name or with its age"),
    KIN: _("somebody of a family, by name"),
    NAME: _("could be somebody's name"),
    PHONE: _("looks like a phone number"),
    MAIL: _("looks like an e-mail address"),
    ADDRESS: _("an address on the internet, or an account"),
    STREET: _("looks like a street address, a flat or a box"),
    NUMBER: _("looks like a number of a paper"),
    PLATE: _("a plate of a car, or a ship's name or number"),
    SPOT: _("a point on the map"),
    DEVICE: _("looks like the number of a phone or a computer"),
    BANK: _("looks like an account or a card of a bank"),
    DATE: _("an exact day near a small place"),
    PLACE: _("a place finer than the teller chose to show"),
    FACE: _("people in a picture who have not agreed and are not covered"),
}

WHY: dict[str, Promise] = {
    IN_USE: _("Whoever guards that way can read this too, and close it for those who come after."),
    ROAD: _("Others may be on this road now: every means, day and place can close it."),
    ACCUSED: _("They may take revenge, it may be somebody else, and the law may call it libel."),
    CHILD: _("A child cannot agree, and grows up with what was published."),
    KIN: _("Family at home can be found and punished by a name, and may see it otherwise."),
    NAME: _("Whoever is named has not been asked."),
    PHONE: _("A number leads to a person, and may be listened to."),
    MAIL: _("An address leads to a person, and to whoever answers to it now."),
    ADDRESS: _("A page or an account leads to people, and shows whom they know."),
    STREET: _("Somebody lives there, perhaps still, and can be visited."),
    NUMBER: _("Offices find one person by it, in their files and on their lists."),
    PLATE: _("Its keeper can be looked up, and a ship followed to its port."),
    SPOT: _("It shows the very house, boat or gap that the map was asked to hide."),
    DEVICE: _("Networks know whose it was, and where it has been."),
    BANK: _("It names who paid, who was paid, and can be used to steal."),
    DATE: _("In a small place few people left on that day."),
    PLACE: _("The text says what the teller asked the map to hide."),
    FACE: _("Faces are searched for by machines, at borders and by families."),
}

PAPERS: dict[str, Promise] = {
    "kr_rrn": _("South Korean resident registration number"),
    "cn_ric": _("Chinese resident identity number"),
    "ir_id": _("Iranian national identity number"),
    "ru_snils": _("Russian insurance number (SNILS)"),
    "ru_inn": _("Russian tax number (INN)"),
    "ru_passport": _("Russian passport"),
    "tr_id": _("Turkish identity number"),
    "es_dni": _("Spanish identity number (DNI)"),
    "es_nie": _("Spanish number of foreigners (NIE)"),
    "fr_nir": _("French insurance number (NIR)"),
    "gb_nino": _("British insurance number"),
    "us_ssn": _("United States social security number"),
    "mrz": _("machine-readable line of a passport or card"),
    "unhcr": _("number of the UN refugee agency"),
    "called": _("called a number of a paper in the text"),
    "imo": _("IMO number of a ship"),
    "mmsi": _("MMSI number of a ship's radio"),
    "imei": _("number of a mobile phone (IMEI)"),
    "mac": _("number of a network card (MAC)"),
    "iban": _("account (IBAN)"),
    "card": _("bank card"),
}
"""What a number is, where its shape says it."""
