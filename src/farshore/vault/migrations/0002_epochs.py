"""Keys of stories are wrapped under an epoch, whose key lies outside the database.

A backup that was made before this holds bare keys: it is to be destroyed.
"""

from django.db import migrations, models

from farshore.vault import queries, rotation, seal


def wrap(apps, _editor):
    """Lay every bare key under the current epoch, and overwrite it."""
    rows = apps.get_model("vault", "StoryKey").objects.filter(epoch="")
    if not rows.exists():
        return
    epoch = rotation.begin()
    for row in rows.iterator():
        row.wrapped, row.epoch = rotation.wrap(row.pk, bytes(row.key), epoch), epoch.id
        row.key = bytes(seal.KEY)
        row.save()


def unwrap(apps, _editor):
    """The way back: bare keys again."""
    for row in apps.get_model("vault", "StoryKey").objects.iterator():
        row.key = queries.unwrapped(row)
        row.save()


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.AddField("storykey", "wrapped", models.BinaryField(default=b""), False),
        migrations.AddField(
            "storykey", "epoch", models.CharField(max_length=19, default=""), False
        ),
        migrations.AlterField("storykey", "key", models.BinaryField(default=b"")),
        migrations.RunPython(wrap, unwrap),
    ]
