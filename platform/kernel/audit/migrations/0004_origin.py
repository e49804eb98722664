"""Where the actor was, what a seal covers, and indexes for who looks for something in a log of a million entries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_actors")]

    operations = [
        migrations.AddField(
            "entry", "origin", models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
        ),
        migrations.AddField("seal", "version", models.PositiveSmallIntegerField(default=1, db_default=1)),
        migrations.AddIndex("entry", models.Index(fields=["at", "id"], name="audit_entry_at")),
        migrations.AddIndex("entry", models.Index(fields=["actor_key", "at", "id"], name="audit_entry_actor")),
        migrations.AddIndex("entry", models.Index(fields=["action", "at", "id"], name="audit_entry_action")),
        # In place of the one without the time.
        migrations.RemoveIndex("entry", "audit_entry_subject_504254_idx"),
        migrations.AddIndex(
            "entry", models.Index(fields=["subject_kind", "subject_key", "at", "id"], name="audit_entry_subject")
        ),
        # What begins with a word: the first of `action` has its own index for LIKE already.
        migrations.RunSQL(
            """CREATE INDEX audit_entry_words ON audit_entry
            USING gin (to_tsvector('simple'::regconfig, (summary::text || ' ' || actor_name::text || ' ' || subject_key::text)))""",
            "DROP INDEX audit_entry_words",
        ),
    ]
