"""Alerts of services, digests, earlier spells of work, and more of each past day."""

import unicodedata

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


DEEDS = ('post', 'edit', 'reply')
DECISIONS = ('no_new_allocations', 'cases_being_moved', 'agreed_exception', 'other')


def _known(table: str, column: str, words: tuple[str, ...], **kept: bool) -> None:
    """Lets the table's column be any of these words and no other."""
    listed = ', '.join(f"'{word}'" for word in words)
    name = op.f(f'ck_{table}_{column}_known')
    with op.batch_alter_table(table, schema=None, table_kwargs=kept) as batch_op:
        batch_op.drop_constraint(name, type_='check')
        batch_op.create_check_constraint(name, f'{column} IN ({listed})')


def _folded(name: str) -> str:
    """As names were compared when this step was written."""
    alike: dict[str, str | int | None] = {
        **dict.fromkeys('-\u2010\u2011\u2012\u2013\u2014\u2212', ' '),
        **{'\u2019': "'", 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ı': 'i', 'æ': 'ae', 'œ': 'oe'},
    }
    text = ' '.join(unicodedata.normalize('NFKC', name).casefold().split())
    if text.count(',') == 1:
        family, given = (part.strip() for part in text.split(','))
        text = f'{given} {family}'.strip()
    apart = unicodedata.normalize('NFKD', text.translate(str.maketrans(alike)))
    plain = ''.join(letter for letter in apart if not unicodedata.combining(letter))
    return ' '.join(unicodedata.normalize('NFC', plain).split())


def _fold_names() -> None:
    workers = sa.table('workers', sa.column('id'), sa.column('name'), sa.column('folded_name'))
    there = op.get_bind().execute(sa.select(workers.c.id, workers.c.name)).all()
    if there:
        op.get_bind().execute(
            sa.update(workers).where(workers.c.id == sa.bindparam('worker')).values(folded_name=sa.bindparam('text')),
            [{'worker': worker, 'text': _folded(name)} for worker, name in there],
        )


def upgrade() -> None:
    _known('outbox', 'deed', (*DEEDS, 'in_thread'), sqlite_autoincrement=True)
    _known('register', 'decision', (*DECISIONS[:-1], 'visit_booked', 'being_put_right', 'other'))
    op.create_table('choices',
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('value', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('changed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('changed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_choices'))
    )
    op.create_table('digest_schedules',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scope', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('audience', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('zone', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('changed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('changed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_digest_schedules_weekday_is_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digest_schedules')),
    sa.UniqueConstraint('scope', 'audience', name=op.f('uq_digest_schedules_scope_audience'))
    )
    op.create_table('spells',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('senior_manager', 'middle_manager', 'first_line_manager', 'senior_practitioner', 'case_holder', 'qualified_without_cases', 'personal_adviser', 'family_support', 'court_officer', 'business_support', 'other', name='role', native_enum=False, length=32), nullable=False),
    sa.Column('fte', sa.Float(), nullable=False),
    sa.Column('employment', sa.Enum('permanent', 'fixed_term', 'agency', name='employment', native_enum=False, length=32), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=False),
    sa.CheckConstraint("employment IN ('permanent', 'fixed_term', 'agency')", name=op.f('ck_spells_employment_known')),
    sa.CheckConstraint("role IN ('senior_manager', 'middle_manager', 'first_line_manager', 'senior_practitioner', 'case_holder', 'qualified_without_cases', 'personal_adviser', 'family_support', 'court_officer', 'business_support', 'other')", name=op.f('ck_spells_role_known')),
    sa.CheckConstraint('fte >= 0 AND fte <= 1', name=op.f('ck_spells_fte_is_a_share')),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_spells_team_id_teams')),
    sa.ForeignKeyConstraint(['worker_id'], ['workers.id'], name=op.f('fk_spells_worker_id_workers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spells')),
    sa.UniqueConstraint('worker_id', 'left_on', name=op.f('uq_spells_worker_id_left_on'))
    )
    with op.batch_alter_table('spells', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_spells_team_id'), ['team_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_spells_worker_id'), ['worker_id'], unique=False)

    with op.batch_alter_table('alerts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('service_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_alerts_service_id'), ['service_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_alerts_service_id_services'), 'services', ['service_id'], ['id'])

    with op.batch_alter_table('outbox', schema=None, table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        batch_op.add_column(sa.Column('reply_to_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('digest', sa.JSON(none_as_null=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_outbox_reply_to_id'), ['reply_to_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_outbox_reply_to_id_outbox'), 'outbox', ['reply_to_id'], ['id'], ondelete='CASCADE')

    with op.batch_alter_table('team_snapshots', schema=None) as batch_op:
        batch_op.add_column(sa.Column('in_post', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('average_cases', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('average_fte', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('working_cases', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('working_fte', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('over_limit', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('nobody_at_work', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('spread', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('waiting', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('unseen', sa.JSON(none_as_null=True), nullable=True))

    op.create_index('ix_team_snapshots_team_id_day', 'team_snapshots', ['team_id', 'day'])
    op.create_index('ix_staffing_snapshots_team_id_day', 'staffing_snapshots', ['team_id', 'day'])
    with op.batch_alter_table('worker_snapshots', schema=None) as batch_op:
        batch_op.add_column(sa.Column('in_post', sa.Boolean(), nullable=True))

    with op.batch_alter_table('workers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('folded_name', sa.String(), nullable=True))
    _fold_names()
    with op.batch_alter_table('workers', schema=None) as batch_op:
        batch_op.alter_column('folded_name', existing_type=sa.String(), nullable=False)
        batch_op.create_index(batch_op.f('ix_workers_folded_name'), ['folded_name'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('workers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workers_folded_name'))
        batch_op.drop_column('folded_name')

    with op.batch_alter_table('worker_snapshots', schema=None) as batch_op:
        batch_op.drop_column('in_post')

    op.drop_index('ix_staffing_snapshots_team_id_day', 'staffing_snapshots')
    op.drop_index('ix_team_snapshots_team_id_day', 'team_snapshots')
    with op.batch_alter_table('team_snapshots', schema=None) as batch_op:
        batch_op.drop_column('unseen')
        batch_op.drop_column('waiting')
        batch_op.drop_column('spread')
        batch_op.drop_column('nobody_at_work')
        batch_op.drop_column('over_limit')
        batch_op.drop_column('working_fte')
        batch_op.drop_column('working_cases')
        batch_op.drop_column('average_fte')
        batch_op.drop_column('average_cases')
        batch_op.drop_column('in_post')

    with op.batch_alter_table('outbox', schema=None, table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_outbox_reply_to_id_outbox'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_outbox_reply_to_id'))
        batch_op.drop_column('digest')
        batch_op.drop_column('reply_to_id')

    with op.batch_alter_table('alerts', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_alerts_service_id_services'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_alerts_service_id'))
        batch_op.drop_column('service_id')

    with op.batch_alter_table('spells', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_spells_worker_id'))
        batch_op.drop_index(batch_op.f('ix_spells_team_id'))

    op.drop_table('spells')
    op.drop_table('digest_schedules')
    op.drop_table('choices')
    op.execute("DELETE FROM outbox WHERE deed = 'in_thread'")
    op.execute("UPDATE register SET decision = 'other' WHERE decision IN ('visit_booked', 'being_put_right')")
    _known('outbox', 'deed', DEEDS, sqlite_autoincrement=True)
    _known('register', 'decision', DECISIONS)
