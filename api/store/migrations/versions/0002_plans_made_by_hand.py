"""Plans made by hand: where a plan comes from"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    # Not in a batch: that would make SQLite's table anew, and drop the old one from under what refers to it.
    op.add_column("jobs", sa.Column("source", sa.String(length=20), server_default="solved", nullable=False))
    op.add_column("jobs", sa.Column("parent", sa.String(length=40), nullable=True))


def downgrade() -> None:
    """Back to the one before."""
    op.drop_column("jobs", "parent")
    op.drop_column("jobs", "source")
