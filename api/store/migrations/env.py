"""Runs migrations on the connection that the service hands over."""

from alembic import context

from api.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    # The queue's tables live in a schema of their own; only ours are looked at.
    include_name=lambda name, kind, parents: kind != "table" or name in Base.metadata.tables,
)
with context.begin_transaction():
    context.run_migrations()
