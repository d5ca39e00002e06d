"""The audit log is guarded by the database, and moderators of stories are no editors of pages."""

from django.db import migrations

from farshore.moderation.triggers import lower_guards, raise_guards


def guard(_apps, schema_editor):
    raise_guards(
        lambda sql: schema_editor.execute(sql, params=None), schema_editor.connection.vendor
    )


def unguard(_apps, schema_editor):
    lower_guards(
        lambda sql: schema_editor.execute(sql, params=None), schema_editor.connection.vendor
    )


def take_pages_from_moderators(apps, _schema_editor):
    """Wagtail comes with a group of this name that may publish pages. Ours reads stories only."""
    group = apps.get_model("auth", "Group").objects.filter(name="Moderators").first()
    if group is None:
        return
    for model in ("GroupPagePermission", "GroupCollectionPermission"):
        apps.get_model("wagtailcore", model).objects.filter(group=group).delete()
    group.permissions.clear()


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunPython(guard, unguard),
        migrations.RunPython(take_pages_from_moderators, migrations.RunPython.noop),
    ]
