"""Writing a line of the audit log."""

from django.db import transaction

from farshore.kernel import clock
from farshore.moderation import chain
from farshore.moderation.models import Act, AuditHead, AuditLine


@transaction.atomic
def write(*, act: Act, staff: str = "", key: bytes | None = None, **details: chain.Detail) -> int:
    """Add a line to the chain, in the caller's transaction and as its last lock; its number.

    `staff` is the name of an account, empty for the house itself. `key` is the key of the story
    that the act was about. `details` come from a closed vocabulary: never words of a person.
    """
    head = _held_head()
    number = head.number + 1
    told = {
        "number": number,
        "day": clock.today(),
        "staff": staff,
        "act": str(act),
        "details": chain.canonical(details),
        "reference": chain.reference(key, number),
        "previous": head.hash,
    }
    made = AuditLine(**told, hash=chain.line_hash(**told))  # type: ignore[arg-type]
    made.save()
    head.number, head.hash = number, made.hash
    head.save(update_fields=["number", "hash"])
    return number


def record_export(*, staff: str, kind: str, items: int) -> None:
    """Write down that sealed things were taken out. `staff` is empty on the machine itself."""
    write(act=Act.EXPORTED, staff=staff, kind=kind, items=str(items))


def record_dispatch(*, staff: str, kind: str, items: int) -> None:
    """Write down that what was taken out is destroyed, since it has been used."""
    write(act=Act.DISPATCHED, staff=staff, kind=kind, items=str(items))


def _held_head() -> AuditHead:
    """The end of the chain, held until the transaction ends: writers come one after another."""
    AuditHead.objects.get_or_create(pk=1)
    return AuditHead.objects.select_for_update().get(pk=1)
