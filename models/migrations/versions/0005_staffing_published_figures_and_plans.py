"""Staffing, published figures and plans."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


FEEDS = ('allocations', 'workforce')
YARDSTICKS = ('indicators', 'neighbours', 'children_in_need', 'census_return')
CASELOAD_RULES = ('worker_over_limit', 'newly_qualified_over_limit', 'team_above_promise', 'urgent_case_unallocated', 'case_unallocated', 'absent_worker_holding_cases', 'leaver_holding_cases', 'child_not_seen', 'data_late', 'load_held', 'unmatched_workers')
STAFFING_RULES = ('agency_above_target', 'supernumerary_past_end', 'vacancy_off_target', 'permanent_share_off_target', 'turnover_off_target', 'target_will_be_missed', 'funding_ends', 'team_ends')


def _known(table: str, words: tuple[str, ...]) -> None:
    """Lets the table's kind be any of these words and no other."""
    listed = ', '.join(f"'{word}'" for word in words)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f'ck_{table}_kind_known'), type_='check')
        batch_op.create_check_constraint(op.f(f'ck_{table}_kind_known'), f'kind IN ({listed})')


def upgrade() -> None:
    _known('loads', (*FEEDS, *YARDSTICKS))
    _known('rule_versions', (*CASELOAD_RULES, *STAFFING_RULES))
    _known('alerts', (*CASELOAD_RULES, *STAFFING_RULES))
    op.create_table('census_returns',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('authority_code', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reference_on', sa.Date(), nullable=False),
    sa.Column('file', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('loaded_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.Column('warnings', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_census_returns'))
    )
    op.create_table('published_files',
    sa.Column('kind', sa.Enum('allocations', 'workforce', 'indicators', 'neighbours', 'children_in_need', 'census_return', name='extractkind', native_enum=False, length=32), nullable=False),
    sa.Column('file', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('latest_year', sa.Integer(), nullable=False),
    sa.Column('loaded_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("kind IN ('allocations', 'workforce', 'indicators', 'neighbours', 'children_in_need', 'census_return')", name=op.f('ck_published_files_kind_known')),
    sa.PrimaryKeyConstraint('kind', name=op.f('pk_published_files'))
    )
    op.create_table('plans',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=True),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('made_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('inputs', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_plans_service_id_services')),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_plans_team_id_teams')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plans')),
    sa.UniqueConstraint('name', name=op.f('uq_plans_name'))
    )
    op.create_table('staffing_snapshots',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('posts_fte', sa.Float(), nullable=False),
    sa.Column('base_fte', sa.Float(), nullable=False),
    sa.Column('time_limited_fte', sa.Float(), nullable=False),
    sa.Column('unfunded_fte', sa.Float(), nullable=False),
    sa.Column('vacant_fte', sa.Float(), nullable=False),
    sa.Column('in_post_fte', sa.Float(), nullable=False),
    sa.Column('in_post_headcount', sa.Integer(), nullable=False),
    sa.Column('agency_fte', sa.Float(), nullable=False),
    sa.Column('agency_headcount', sa.Integer(), nullable=False),
    sa.Column('agency_vacancy_fte', sa.Float(), nullable=False),
    sa.Column('agency_absence_fte', sa.Float(), nullable=False),
    sa.Column('supernumerary_fte', sa.Float(), nullable=False),
    sa.Column('agency_weekly_cost', sa.Float(), nullable=False),
    sa.Column('agency_weekly_premium', sa.Float(), nullable=False),
    sa.Column('managers_in_post_fte', sa.Float(), nullable=False),
    sa.Column('managers_agency_fte', sa.Float(), nullable=False),
    sa.Column('leavers_fte', sa.Float(), nullable=False),
    sa.Column('experience_known', sa.Integer(), nullable=False),
    sa.Column('under_two_years', sa.Integer(), nullable=False),
    sa.Column('newly_qualified', sa.Integer(), nullable=False),
    sa.Column('other_posts_fte', sa.Float(), nullable=False),
    sa.Column('other_vacant_fte', sa.Float(), nullable=False),
    sa.Column('other_in_post_fte', sa.Float(), nullable=False),
    sa.Column('other_in_post_headcount', sa.Integer(), nullable=False),
    sa.Column('other_agency_fte', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_staffing_snapshots_team_id_teams')),
    sa.PrimaryKeyConstraint('day', 'team_id', name=op.f('pk_staffing_snapshots'))
    )
    op.create_table('post_holders',
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_post_holders_post_id_posts')),
    sa.ForeignKeyConstraint(['worker_id'], ['workers.id'], name=op.f('fk_post_holders_worker_id_workers')),
    sa.PrimaryKeyConstraint('post_id', 'worker_id', name=op.f('pk_post_holders'))
    )
    with op.batch_alter_table('post_holders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_post_holders_worker_id'), ['worker_id'], unique=False)

    op.execute('INSERT INTO post_holders (post_id, worker_id) SELECT id, held_by_id FROM posts WHERE held_by_id IS NOT NULL')
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_posts_held_by_id'))
        batch_op.drop_constraint(batch_op.f('fk_posts_held_by_id_workers'), type_='foreignkey')
        batch_op.drop_column('held_by_id')



def downgrade() -> None:
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('held_by_id', sa.INTEGER(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_posts_held_by_id_workers'), 'workers', ['held_by_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_posts_held_by_id'), ['held_by_id'], unique=False)

    op.execute('UPDATE posts SET held_by_id = (SELECT min(worker_id) FROM post_holders WHERE post_holders.post_id = posts.id)')
    with op.batch_alter_table('post_holders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_post_holders_worker_id'))

    op.drop_table('post_holders')
    op.drop_table('staffing_snapshots')
    op.drop_table('plans')
    op.drop_table('published_files')
    op.drop_table('census_returns')
    _known('alerts', CASELOAD_RULES)
    _known('rule_versions', CASELOAD_RULES)
    _known('loads', FEEDS)
