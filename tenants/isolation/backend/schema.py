"""How tables are made: as Postgres with PostGIS needs them, with fewer indexes than Django would give them."""

from typing import Any

from django.contrib.gis.db.backends.postgis.schema import PostGISSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import Field, Model


class SchemaEditor(PostGISSchemaEditor):
    """Django's, without a second index for LIKE on what is unique: a key, slug or address is looked up whole.

    There would be one such index for each five others, and each is a file that Postgres syncs when it is made.
    """

    def _create_like_index_sql(self, model: type[Model], field: "Field[Any, Any]") -> Statement | None:
        return None if field.unique else super()._create_like_index_sql(model, field)  # type: ignore[misc]
