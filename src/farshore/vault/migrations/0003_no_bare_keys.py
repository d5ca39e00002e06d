"""The column of bare keys goes; what only the team can open comes."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0002_epochs")]

    operations = [
        migrations.RemoveField("storykey", "key"),
        migrations.AlterField("storykey", "epoch", models.CharField(max_length=19, db_index=True)),
        migrations.CreateModel(
            name="ForTeam",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("story", models.UUIDField(db_index=True, null=True)),
                ("kind", models.CharField(db_index=True, max_length=16)),
                ("recipients", models.TextField()),
                ("box", models.BinaryField()),
                ("ends_on", models.DateField(db_index=True, null=True)),
                (
                    "key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="vault.storykey",
                    ),
                ),
            ],
        ),
    ]
