"""Held loads keep their records until somebody decides."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:

    with op.batch_alter_table('loads', schema=None) as batch_op:
        batch_op.add_column(sa.Column('decided_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))

    op.create_table('held_records',
    sa.Column('load_id', sa.Integer(), nullable=False),
    sa.Column('waits_for', sa.Integer(), nullable=True),
    sa.Column('records', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['load_id'], ['loads.id'], name=op.f('fk_held_records_load_id_loads'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['waits_for'], ['loads.id'], name=op.f('fk_held_records_waits_for_loads'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('load_id', name=op.f('pk_held_records'))
    )
    with op.batch_alter_table('held_records', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_held_records_waits_for'), ['waits_for'], unique=False)


def downgrade() -> None:

    with op.batch_alter_table('held_records', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_held_records_waits_for'))

    op.drop_table('held_records')
    with op.batch_alter_table('loads', schema=None) as batch_op:
        batch_op.drop_column('decided_at')
        batch_op.drop_column('decided_by')
