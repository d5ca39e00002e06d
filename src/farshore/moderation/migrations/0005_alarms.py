import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0004_heard"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditline",
            name="act",
            field=models.CharField(
                choices=[
                    ("read", "opened a story"),
                    ("passed_on", "passed a story on"),
                    ("given", "gave a story to somebody else"),
                    ("asked", "asked the teller"),
                    ("proposed_cut", "proposed to leave words out"),
                    ("proposed_cover", "proposed to cover a part of a picture"),
                    ("approved", "approved a story"),
                    ("agreed", "agreed to a release"),
                    ("sent_back", "sent a story back"),
                    ("rejected", "did not take a story"),
                    ("released", "released a story"),
                    ("not_released", "did not release a story that had changed"),
                    ("hidden", "hid a story"),
                    ("shown", "showed a hidden story again"),
                    ("withdrawn", "withdrew a story on request"),
                    ("heard", "read what a teller wrote about a public story"),
                    ("concern", "hid a story because somebody is in it"),
                    ("concern_closed", "decided about somebody who is in a story"),
                    ("hid_many", "raised an alarm"),
                    ("showed_many", "ended an alarm"),
                    ("exported", "took out sealed contacts or originals for the team"),
                    ("account_made", "made an account"),
                    ("account_changed", "changed an account"),
                    ("account_closed", "closed an account"),
                ],
                max_length=24,
            ),
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("all", "every story"),
                            ("country", "stories with a place in one country"),
                            ("story", "one story"),
                        ],
                        max_length=8,
                    ),
                ),
                ("what", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "what"), name="one_alarm_each")
                ],
            },
        ),
        migrations.CreateModel(
            name="Alarmed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "alarm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="covered",
                        to="moderation.alarm",
                    ),
                ),
                (
                    "crossing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alarms",
                        to="moderation.crossing",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("alarm", "crossing"), name="covered_once")
                ],
            },
        ),
    ]
