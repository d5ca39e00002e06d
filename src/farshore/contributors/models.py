"""What is kept of a teller with an account: a fingerprint of a login, and a locked notebook.

No row of this room names a story, a draft or a code, and none of another room names an account.
"""

import uuid

from django.db import models


class Contributor(models.Model):
    """One account. It is no user of the studio and cannot become one.

    `who` is a keyed fingerprint of what the login said (32 bytes). `key` names a key of the vault,
    under which lie `notebook`, locked besides by the person's own sentence, and `passkey`, empty
    for other ways. Every notebook is of one length, whatever is in it. `year` is when it was last
    used, and no finer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    who = models.BinaryField(max_length=32, unique=True)
    key = models.UUIDField()
    salt = models.BinaryField(max_length=16)
    notebook = models.BinaryField()
    passkey = models.BinaryField(default=bytes)
    year = models.PositiveSmallIntegerField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)
