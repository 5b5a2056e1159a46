"""Run by Alembic: steps the tables of the connection that models.schema hands over."""

from alembic import context

import models
from models.base import metadata

assert models.__all__  # importing models declares every table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
    compare_type=True,
)
context.run_migrations()
