"""The first tables."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table('audit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('who', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('deed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('scope_kind', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('scope_name', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit'))
    )
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_who'), ['who'], unique=False)

    op.create_table('authority_snapshots',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('open_cases', sa.Integer(), nullable=False),
    sa.Column('unallocated', sa.Integer(), nullable=False),
    sa.Column('opened', sa.Integer(), nullable=False),
    sa.Column('closed', sa.Integer(), nullable=False),
    sa.Column('not_seen', sa.Integer(), nullable=False),
    sa.Column('in_post_fte', sa.Float(), nullable=False),
    sa.Column('agency_fte', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_authority_snapshots'))
    )
    op.create_table('loads',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('allocations', 'workforce', name='extractkind', native_enum=False, length=32), nullable=True),
    sa.Column('status', sa.Enum('loaded', 'unchanged', 'held', 'refused', name='loadstatus', native_enum=False, length=32), nullable=False),
    sa.Column('file', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('as_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('as_at_day', sa.Date(), nullable=False),
    sa.Column('loaded_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.CheckConstraint("kind IN ('allocations', 'workforce')", name=op.f('ck_loads_kind_known')),
    sa.CheckConstraint("status IN ('loaded', 'unchanged', 'held', 'refused')", name=op.f('ck_loads_status_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loads'))
    )
    with op.batch_alter_table('loads', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_loads_as_at_day'), ['as_at_day'], unique=False)
        batch_op.create_index(batch_op.f('ix_loads_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_loads_status'), ['status'], unique=False)

    op.create_table('people',
    sa.Column('slack_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('email', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('checked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('slack_id', name=op.f('pk_people'))
    )
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_people_email'), ['email'], unique=False)

    op.create_table('seen_events',
    sa.Column('event_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('seen_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_seen_events'))
    )
    with op.batch_alter_table('seen_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seen_events_seen_at'), ['seen_at'], unique=False)

    op.create_table('services',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('slack_channel', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('dropped_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_services')),
    sa.UniqueConstraint('name', name=op.f('uq_services_name'))
    )
    op.create_table('stored_secrets',
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('value', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_stored_secrets'))
    )
    op.create_table('load_problems',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('load_id', sa.Integer(), nullable=False),
    sa.Column('file', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sheet', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('row', sa.Integer(), nullable=True),
    sa.Column('column', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('message', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['load_id'], ['loads.id'], name=op.f('fk_load_problems_load_id_loads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_load_problems'))
    )
    with op.batch_alter_table('load_problems', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_load_problems_load_id'), ['load_id'], unique=False)

    op.create_table('teams',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('assessment', 'safeguarding', 'court', 'looked_after', 'care_leavers', 'disabled_children', 'fostering', 'adoption', 'early_help', 'other', name='teamkind', native_enum=False, length=32), nullable=False),
    sa.Column('slack_channel', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('dropped_on', sa.Date(), nullable=True),
    sa.CheckConstraint("kind IN ('assessment', 'safeguarding', 'court', 'looked_after', 'care_leavers', 'disabled_children', 'fostering', 'adoption', 'early_help', 'other')", name=op.f('ck_teams_kind_known')),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_teams_service_id_services')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_teams')),
    sa.UniqueConstraint('name', name=op.f('uq_teams_name'))
    )
    with op.batch_alter_table('teams', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_teams_service_id'), ['service_id'], unique=False)

    op.create_table('grants',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('role', sa.Enum('leadership', 'administrator', 'head', 'manager', name='grantrole', native_enum=False, length=32), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=True),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('granted_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('granted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("role IN ('leadership', 'administrator', 'head', 'manager')", name=op.f('ck_grants_role_known')),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_grants_service_id_services')),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_grants_team_id_teams')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grants'))
    )
    with op.batch_alter_table('grants', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grants_email'), ['email'], unique=False)

    op.create_table('targets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('measure', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=True),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('value', sa.Float(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_targets_service_id_services')),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_targets_team_id_teams')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_targets'))
    )
    with op.batch_alter_table('targets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_targets_measure'), ['measure'], unique=False)

    op.create_table('team_snapshots',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('open_cases', sa.Integer(), nullable=False),
    sa.Column('unallocated', sa.Integer(), nullable=False),
    sa.Column('opened', sa.Integer(), nullable=False),
    sa.Column('closed', sa.Integer(), nullable=False),
    sa.Column('not_seen', sa.Integer(), nullable=False),
    sa.Column('in_post_fte', sa.Float(), nullable=False),
    sa.Column('agency_fte', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_team_snapshots_team_id_teams')),
    sa.PrimaryKeyConstraint('day', 'team_id', name=op.f('pk_team_snapshots'))
    )
    op.create_table('unmatched_workers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_ref', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('open_cases', sa.Integer(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_unmatched_workers_team_id_teams')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unmatched_workers'))
    )
    op.create_table('workers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('email', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('senior_manager', 'middle_manager', 'first_line_manager', 'senior_practitioner', 'case_holder', 'qualified_without_cases', 'personal_adviser', 'family_support', 'court_officer', 'business_support', 'other', name='role', native_enum=False, length=32), nullable=False),
    sa.Column('fte', sa.Float(), nullable=False),
    sa.Column('employment', sa.Enum('permanent', 'fixed_term', 'agency', name='employment', native_enum=False, length=32), nullable=False),
    sa.Column('agency_basis', sa.Enum('vacancy', 'absence', 'supernumerary', name='agencybasis', native_enum=False, length=32), nullable=True),
    sa.Column('started_on', sa.Date(), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('qualified_on', sa.Date(), nullable=True),
    sa.Column('newly_qualified_until', sa.Date(), nullable=True),
    sa.Column('absent_from', sa.Date(), nullable=True),
    sa.Column('absent_until', sa.Date(), nullable=True),
    sa.Column('weekly_cost', sa.Float(), nullable=True),
    sa.Column('dropped_on', sa.Date(), nullable=True),
    sa.CheckConstraint("agency_basis IN ('vacancy', 'absence', 'supernumerary')", name=op.f('ck_workers_agency_basis_known')),
    sa.CheckConstraint("employment IN ('permanent', 'fixed_term', 'agency')", name=op.f('ck_workers_employment_known')),
    sa.CheckConstraint("role IN ('senior_manager', 'middle_manager', 'first_line_manager', 'senior_practitioner', 'case_holder', 'qualified_without_cases', 'personal_adviser', 'family_support', 'court_officer', 'business_support', 'other')", name=op.f('ck_workers_role_known')),
    sa.CheckConstraint('fte >= 0 AND fte <= 1', name=op.f('ck_workers_fte_is_a_share')),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_workers_team_id_teams')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workers')),
    sa.UniqueConstraint('email', name=op.f('uq_workers_email')),
    sa.UniqueConstraint('staff_id', name=op.f('uq_workers_staff_id'))
    )
    with op.batch_alter_table('workers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workers_name'), ['name'], unique=False)
        batch_op.create_index(batch_op.f('ix_workers_team_id'), ['team_id'], unique=False)

    op.create_table('cases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_hash', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('kind', sa.Enum('looked_after', 'child_protection', 'child_in_need', 'assessment', 'care_leaver', 'other', name='casekind', native_enum=False, length=32), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('worker_id', sa.Integer(), nullable=True),
    sa.Column('worker_ref', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('opened_on', sa.Date(), nullable=True),
    sa.Column('allocated_on', sa.Date(), nullable=True),
    sa.Column('unallocated_since', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('last_seen_on', sa.Date(), nullable=True),
    sa.Column('weight', sa.Float(), nullable=False),
    sa.CheckConstraint("kind IN ('looked_after', 'child_protection', 'child_in_need', 'assessment', 'care_leaver', 'other')", name=op.f('ck_cases_kind_known')),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_cases_team_id_teams')),
    sa.ForeignKeyConstraint(['worker_id'], ['workers.id'], name=op.f('fk_cases_worker_id_workers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases')),
    sa.UniqueConstraint('case_hash', name=op.f('uq_cases_case_hash'))
    )
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cases_closed_on'), ['closed_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_cases_team_id'), ['team_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cases_worker_id'), ['worker_id'], unique=False)

    op.create_table('heads',
    sa.Column('service_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_heads_service_id_services')),
    sa.ForeignKeyConstraint(['worker_id'], ['workers.id'], name=op.f('fk_heads_worker_id_workers')),
    sa.PrimaryKeyConstraint('service_id', name=op.f('pk_heads'))
    )
    with op.batch_alter_table('heads', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_heads_worker_id'), ['worker_id'], unique=False)

    op.create_table('limits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scope', sa.Enum('staff', 'team', 'kind', 'authority', 'newly_qualified', name='limitscope', native_enum=False, length=32), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=True),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('assessment', 'safeguarding', 'court', 'looked_after', 'care_leavers', 'disabled_children', 'fostering', 'adoption', 'early_help', 'other', name='teamkind', native_enum=False, length=32), nullable=True),
    sa.Column('promise_low', sa.Float(), nullable=True),
    sa.Column('promise_high', sa.Float(), nullable=True),
    sa.Column('cases', sa.Float(), nullable=True),
    sa.Column('percent', sa.Float(), nullable=True),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.CheckConstraint("(scope = 'staff') = (worker_id IS NOT NULL) AND (scope = 'team') = (team_id IS NOT NULL) AND (scope = 'kind') = (kind IS NOT NULL)", name=op.f('ck_limits_scope_is_named')),
    sa.CheckConstraint("kind IN ('assessment', 'safeguarding', 'court', 'looked_after', 'care_leavers', 'disabled_children', 'fostering', 'adoption', 'early_help', 'other')", name=op.f('ck_limits_kind_known')),
    sa.CheckConstraint("scope IN ('staff', 'team', 'kind', 'authority', 'newly_qualified')", name=op.f('ck_limits_scope_known')),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_limits_team_id_teams')),
    sa.ForeignKeyConstraint(['worker_id'], ['workers.id'], name=op.f('fk_limits_worker_id_workers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_limits'))
    )
    op.create_table('managers',
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_managers_team_id_teams')),
    sa.ForeignKeyConstraint(['worker_id'], ['workers.id'], name=op.f('fk_managers_worker_id_workers')),
    sa.PrimaryKeyConstraint('team_id', name=op.f('pk_managers'))
    )
    with op.batch_alter_table('managers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_managers_worker_id'), ['worker_id'], unique=False)

    op.create_table('posts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('senior_manager', 'middle_manager', 'first_line_manager', 'senior_practitioner', 'case_holder', 'qualified_without_cases', 'personal_adviser', 'family_support', 'court_officer', 'business_support', 'other', name='role', native_enum=False, length=32), nullable=False),
    sa.Column('fte', sa.Float(), nullable=False),
    sa.Column('funding', sa.Enum('base', 'time_limited', 'unfunded', name='funding', native_enum=False, length=32), nullable=False),
    sa.Column('funded_until', sa.Date(), nullable=True),
    sa.Column('held_by_id', sa.Integer(), nullable=True),
    sa.Column('annual_cost', sa.Float(), nullable=True),
    sa.Column('created_on', sa.Date(), nullable=True),
    sa.Column('deleted_on', sa.Date(), nullable=True),
    sa.Column('dropped_on', sa.Date(), nullable=True),
    sa.CheckConstraint("funding IN ('base', 'time_limited', 'unfunded')", name=op.f('ck_posts_funding_known')),
    sa.CheckConstraint("role IN ('senior_manager', 'middle_manager', 'first_line_manager', 'senior_practitioner', 'case_holder', 'qualified_without_cases', 'personal_adviser', 'family_support', 'court_officer', 'business_support', 'other')", name=op.f('ck_posts_role_known')),
    sa.CheckConstraint('fte >= 0 AND fte <= 1', name=op.f('ck_posts_fte_is_a_share')),
    sa.ForeignKeyConstraint(['held_by_id'], ['workers.id'], name=op.f('fk_posts_held_by_id_workers')),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_posts_team_id_teams')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posts')),
    sa.UniqueConstraint('post_id', name=op.f('uq_posts_post_id'))
    )
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_posts_held_by_id'), ['held_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_posts_team_id'), ['team_id'], unique=False)

    op.create_table('worker_snapshots',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('caseload', sa.Integer(), nullable=False),
    sa.Column('fte', sa.Float(), nullable=False),
    sa.Column('limit_cases', sa.Float(), nullable=True),
    sa.Column('at_work', sa.Boolean(), nullable=False),
    sa.Column('in_average', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_worker_snapshots_team_id_teams')),
    sa.ForeignKeyConstraint(['worker_id'], ['workers.id'], name=op.f('fk_worker_snapshots_worker_id_workers')),
    sa.PrimaryKeyConstraint('day', 'worker_id', name=op.f('pk_worker_snapshots'))
    )
    with op.batch_alter_table('worker_snapshots', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_worker_snapshots_team_id'), ['team_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_worker_snapshots_worker_id'), ['worker_id'], unique=False)




def downgrade() -> None:

    with op.batch_alter_table('worker_snapshots', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_worker_snapshots_worker_id'))
        batch_op.drop_index(batch_op.f('ix_worker_snapshots_team_id'))

    op.drop_table('worker_snapshots')
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_posts_team_id'))
        batch_op.drop_index(batch_op.f('ix_posts_held_by_id'))

    op.drop_table('posts')
    with op.batch_alter_table('managers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_managers_worker_id'))

    op.drop_table('managers')
    op.drop_table('limits')
    with op.batch_alter_table('heads', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_heads_worker_id'))

    op.drop_table('heads')
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cases_worker_id'))
        batch_op.drop_index(batch_op.f('ix_cases_team_id'))
        batch_op.drop_index(batch_op.f('ix_cases_closed_on'))

    op.drop_table('cases')
    with op.batch_alter_table('workers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workers_team_id'))
        batch_op.drop_index(batch_op.f('ix_workers_name'))

    op.drop_table('workers')
    op.drop_table('unmatched_workers')
    op.drop_table('team_snapshots')
    with op.batch_alter_table('targets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_targets_measure'))

    op.drop_table('targets')
    with op.batch_alter_table('grants', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grants_email'))

    op.drop_table('grants')
    with op.batch_alter_table('teams', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_teams_service_id'))

    op.drop_table('teams')
    with op.batch_alter_table('load_problems', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_load_problems_load_id'))

    op.drop_table('load_problems')
    op.drop_table('stored_secrets')
    op.drop_table('services')
    with op.batch_alter_table('seen_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_seen_events_seen_at'))

    op.drop_table('seen_events')
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_people_email'))

    op.drop_table('people')
    with op.batch_alter_table('loads', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_loads_status'))
        batch_op.drop_index(batch_op.f('ix_loads_kind'))
        batch_op.drop_index(batch_op.f('ix_loads_as_at_day'))

    op.drop_table('loads')
    op.drop_table('authority_snapshots')
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_who'))
        batch_op.drop_index(batch_op.f('ix_audit_at'))

    op.drop_table('audit')

