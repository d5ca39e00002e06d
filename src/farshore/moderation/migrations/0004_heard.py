from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0003_exported_act"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="heard",
            field=models.PositiveIntegerField(default=0),
        ),
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
                    ("exported", "took out sealed contacts or originals for the team"),
                    ("account_made", "made an account"),
                    ("account_changed", "changed an account"),
                    ("account_closed", "closed an account"),
                ],
                max_length=24,
            ),
        ),
    ]
