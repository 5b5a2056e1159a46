"""Which key a held load's references were hashed with, and who was forgotten by name."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('held_records', schema=None) as batch_op:
        batch_op.add_column(sa.Column('case_key', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    with op.batch_alter_table('workers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('forgotten_on', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('workers', schema=None) as batch_op:
        batch_op.drop_column('forgotten_on')
    with op.batch_alter_table('held_records', schema=None) as batch_op:
        batch_op.drop_column('case_key')
