"""Who reads a channel at all, and messages that were left for another channel."""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reads', sa.Boolean(), nullable=False, server_default=sa.true()))

    with op.batch_alter_table('postings', schema=None) as batch_op:
        batch_op.add_column(sa.Column('left', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('about', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_column('about')

    with op.batch_alter_table('postings', schema=None) as batch_op:
        batch_op.drop_column('left')

    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.drop_column('reads')
