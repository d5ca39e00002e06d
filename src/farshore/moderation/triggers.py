"""The database itself refuses to change the audit log, whoever asks. Plain SQL, no models.

SQLite rebuilds a table to alter it and drops its triggers by that: a migration that alters
`AuditLine` must call `raise_guards` again at its end. A test tries the guards after all migrations.
"""

from collections.abc import Callable

Execute = Callable[[str], object]

_SAYS = "The audit log is written once."

_SQLITE = {
    f"auditline_no_{verb}": f"""
        CREATE TRIGGER auditline_no_{verb} BEFORE {verb.upper()} ON moderation_auditline
        BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END
    """
    for verb in ("update", "delete")
}

_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION auditline_stands() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{_SAYS}'; END
    $$ LANGUAGE plpgsql
"""
# An empty log may be truncated: nothing is lost by it.
_FUNCTION_TRUNCATE = """
    CREATE OR REPLACE FUNCTION auditline_not_emptied() RETURNS trigger AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM moderation_auditline) THEN
            RAISE EXCEPTION 'The audit log is written once.';
        END IF;
        RETURN NULL;
    END
    $$ LANGUAGE plpgsql
"""
_POSTGRESQL = {
    "auditline_no_change": """
        CREATE TRIGGER auditline_no_change BEFORE UPDATE OR DELETE ON moderation_auditline
        FOR EACH ROW EXECUTE FUNCTION auditline_stands()
    """,
    "auditline_no_truncate": """
        CREATE TRIGGER auditline_no_truncate BEFORE TRUNCATE ON moderation_auditline
        FOR EACH STATEMENT EXECUTE FUNCTION auditline_not_emptied()
    """,
}


def raise_guards(execute: Execute, vendor: str) -> None:
    """Put the guards up. `vendor` is `sqlite` or `postgresql`."""
    lower_guards(execute, vendor)
    if vendor == "postgresql":
        execute(_FUNCTION)
        execute(_FUNCTION_TRUNCATE)
    for sql in _guards(vendor).values():
        execute(sql)


def lower_guards(execute: Execute, vendor: str) -> None:
    """Take the guards down: to undo the migration, and for tests that play the forger."""
    for name in _guards(vendor):
        on = " ON moderation_auditline" if vendor == "postgresql" else ""
        execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _guards(vendor: str) -> dict[str, str]:
    return _POSTGRESQL if vendor == "postgresql" else _SQLITE
