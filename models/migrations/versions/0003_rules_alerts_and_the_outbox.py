"""Rules, alerts and the outbox."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('check_marks',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seen', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_marks'))
    )
    op.create_table('lanes',
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('ready_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_lanes'))
    )
    op.create_table('parked_rules',
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('error', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_parked_rules'))
    )
    op.create_table('rule_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('kind', sa.Enum('worker_over_limit', 'newly_qualified_over_limit', 'team_above_promise', 'urgent_case_unallocated', 'case_unallocated', 'absent_worker_holding_cases', 'leaver_holding_cases', 'child_not_seen', 'data_late', 'load_held', 'unmatched_workers', name='rulekind', native_enum=False, length=32), nullable=False),
    sa.Column('applies_to', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('limit', sa.Float(), nullable=False),
    sa.Column('for_days', sa.Integer(), nullable=False),
    sa.Column('margin', sa.Float(), nullable=False),
    sa.Column('step', sa.Float(), nullable=False),
    sa.Column('remind_days', sa.Integer(), nullable=False),
    sa.Column('escalate_days', sa.Integer(), nullable=False),
    sa.Column('told_to', sa.Enum('team', 'service', 'leadership', 'administrators', name='toldto', native_enum=False, length=32), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('from_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('until_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('changed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.CheckConstraint("kind IN ('worker_over_limit', 'newly_qualified_over_limit', 'team_above_promise', 'urgent_case_unallocated', 'case_unallocated', 'absent_worker_holding_cases', 'leaver_holding_cases', 'child_not_seen', 'data_late', 'load_held', 'unmatched_workers')", name=op.f('ck_rule_versions_kind_known')),
    sa.CheckConstraint("told_to IN ('team', 'service', 'leadership', 'administrators')", name=op.f('ck_rule_versions_told_to_known')),
    sa.CheckConstraint('until_at IS NULL OR from_at < until_at', name=op.f('ck_rule_versions_ends_after_it_begins')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_versions'))
    )
    with op.batch_alter_table('rule_versions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rule_versions_from_at'), ['from_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_rule_versions_name'), ['name'], unique=False)

    op.create_table('slots',
    sa.Column('schedule', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('slot_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('target', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('done_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('schedule', 'slot_at', 'target', name=op.f('pk_slots'))
    )
    op.create_table('alerts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('worker_over_limit', 'newly_qualified_over_limit', 'team_above_promise', 'urgent_case_unallocated', 'case_unallocated', 'absent_worker_holding_cases', 'leaver_holding_cases', 'child_not_seen', 'data_late', 'load_held', 'unmatched_workers', name='rulekind', native_enum=False, length=32), nullable=False),
    sa.Column('place', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('pending', 'firing', 'acknowledged', 'snoozed', 'held', 'resolved', name='alertstate', native_enum=False, length=32), nullable=False),
    sa.Column('held_from', sa.Enum('pending', 'firing', 'acknowledged', 'snoozed', 'held', 'resolved', name='alertstate', native_enum=False, length=32), nullable=True),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('opened_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('judged_as_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('fired_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('told_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('acknowledged_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('acknowledged_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.Column('snoozed_until', sa.Date(), nullable=True),
    sa.Column('snoozed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('escalated_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('resolved_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ending', sa.Enum('fell', 'moved', 'left', 'absent', 'returned', 'moved_team', 'limit_changed', 'rule_changed', 'switched_off', name='ending', native_enum=False, length=32), nullable=True),
    sa.Column('notice', sa.JSON(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("ending IN ('fell', 'moved', 'left', 'absent', 'returned', 'moved_team', 'limit_changed', 'rule_changed', 'switched_off')", name=op.f('ck_alerts_ending_known')),
    sa.CheckConstraint("held_from IN ('pending', 'firing', 'acknowledged', 'snoozed', 'held', 'resolved')", name=op.f('ck_alerts_held_from_known')),
    sa.CheckConstraint("kind IN ('worker_over_limit', 'newly_qualified_over_limit', 'team_above_promise', 'urgent_case_unallocated', 'case_unallocated', 'absent_worker_holding_cases', 'leaver_holding_cases', 'child_not_seen', 'data_late', 'load_held', 'unmatched_workers')", name=op.f('ck_alerts_kind_known')),
    sa.CheckConstraint("state IN ('pending', 'firing', 'acknowledged', 'snoozed', 'held', 'resolved')", name=op.f('ck_alerts_state_known')),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_alerts_team_id_teams')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alerts'))
    )
    with op.batch_alter_table('alerts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alerts_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_alerts_team_id'), ['team_id'], unique=False)
        batch_op.create_index('uq_alerts_open', ['kind', 'place'], unique=True, sqlite_where=sa.text("state <> 'resolved'"), postgresql_where=sa.text("state <> 'resolved'"))

    op.create_table('alert_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('event', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('who', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_alert_events_alert_id_alerts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert_events'))
    )
    with op.batch_alter_table('alert_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_events_alert_id'), ['alert_id'], unique=False)

    op.create_table('alert_members',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('rule', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=True),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('value', sa.Float(), nullable=False),
    sa.Column('limit', sa.Float(), nullable=True),
    sa.Column('clears_at', sa.Float(), nullable=False),
    sa.Column('told_value', sa.Float(), nullable=True),
    sa.Column('told_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ending', sa.Enum('fell', 'moved', 'left', 'absent', 'returned', 'moved_team', 'limit_changed', 'rule_changed', 'switched_off', name='ending', native_enum=False, length=32), nullable=True),
    sa.CheckConstraint("ending IN ('fell', 'moved', 'left', 'absent', 'returned', 'moved_team', 'limit_changed', 'rule_changed', 'switched_off')", name=op.f('ck_alert_members_ending_known')),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_alert_members_alert_id_alerts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['worker_id'], ['workers.id'], name=op.f('fk_alert_members_worker_id_workers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert_members')),
    sa.UniqueConstraint('alert_id', 'subject', name=op.f('uq_alert_members_alert_id_subject'))
    )
    with op.batch_alter_table('alert_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_members_alert_id'), ['alert_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_alert_members_worker_id'), ['worker_id'], unique=False)

    op.create_table('case_moves',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('from_worker_id', sa.Integer(), nullable=False),
    sa.Column('to_worker_id', sa.Integer(), nullable=True),
    sa.Column('how', sa.Enum('closed', 'moved', 'unallocated', name='leaving', native_enum=False, length=32), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.CheckConstraint("how IN ('closed', 'moved', 'unallocated')", name=op.f('ck_case_moves_how_known')),
    sa.ForeignKeyConstraint(['from_worker_id'], ['workers.id'], name=op.f('fk_case_moves_from_worker_id_workers')),
    sa.ForeignKeyConstraint(['to_worker_id'], ['workers.id'], name=op.f('fk_case_moves_to_worker_id_workers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_moves'))
    )
    with op.batch_alter_table('case_moves', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_moves_day'), ['day'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_moves_from_worker_id'), ['from_worker_id'], unique=False)

    op.create_table('postings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('target', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('channel_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('ts', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('named', sa.Boolean(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_postings_alert_id_alerts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_postings')),
    sa.UniqueConstraint('alert_id', 'target', name=op.f('uq_postings_alert_id_target'))
    )
    with op.batch_alter_table('postings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_postings_alert_id'), ['alert_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_postings_channel_id'), ['channel_id'], unique=False)

    op.create_table('register',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('by_name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('decision', sa.Enum('no_new_allocations', 'cases_being_moved', 'agreed_exception', 'other', name='decisionkind', native_enum=False, length=32), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('review_on', sa.Date(), nullable=False),
    sa.Column('about', sa.JSON(), nullable=False),
    sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('outcome', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.CheckConstraint("decision IN ('no_new_allocations', 'cases_being_moved', 'agreed_exception', 'other')", name=op.f('ck_register_decision_known')),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_register_alert_id_alerts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register'))
    )
    with op.batch_alter_table('register', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_alert_id'), ['alert_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_at'), ['at'], unique=False)

    op.create_table('outbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('lane', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('posting_id', sa.Integer(), nullable=True),
    sa.Column('deed', sa.Enum('post', 'edit', 'reply', name='deed', native_enum=False, length=32), nullable=False),
    sa.Column('notice', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'sending', 'sent', 'parked', 'dropped', name='outboxstate', native_enum=False, length=32), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('lease_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('begun_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('error', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('sent_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('channel_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('ts', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('named', sa.Boolean(), nullable=False),
    sa.CheckConstraint("deed IN ('post', 'edit', 'reply')", name=op.f('ck_outbox_deed_known')),
    sa.CheckConstraint("state IN ('waiting', 'sending', 'sent', 'parked', 'dropped')", name=op.f('ck_outbox_state_known')),
    sa.ForeignKeyConstraint(['posting_id'], ['postings.id'], name=op.f('fk_outbox_posting_id_postings'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('token', name=op.f('uq_outbox_token')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_due', ['state', 'lane', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_posting_id'), ['posting_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_posting_id'))
        batch_op.drop_index('ix_outbox_due')

    op.drop_table('outbox')
    with op.batch_alter_table('register', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_at'))
        batch_op.drop_index(batch_op.f('ix_register_alert_id'))

    op.drop_table('register')
    with op.batch_alter_table('postings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_postings_channel_id'))
        batch_op.drop_index(batch_op.f('ix_postings_alert_id'))

    op.drop_table('postings')
    with op.batch_alter_table('case_moves', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_moves_from_worker_id'))
        batch_op.drop_index(batch_op.f('ix_case_moves_day'))

    op.drop_table('case_moves')
    with op.batch_alter_table('alert_members', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_alert_members_worker_id'))
        batch_op.drop_index(batch_op.f('ix_alert_members_alert_id'))

    op.drop_table('alert_members')
    with op.batch_alter_table('alert_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_alert_events_alert_id'))

    op.drop_table('alert_events')
    with op.batch_alter_table('alerts', schema=None) as batch_op:
        batch_op.drop_index('uq_alerts_open', sqlite_where=sa.text("state <> 'resolved'"), postgresql_where=sa.text("state <> 'resolved'"))
        batch_op.drop_index(batch_op.f('ix_alerts_team_id'))
        batch_op.drop_index(batch_op.f('ix_alerts_state'))

    op.drop_table('alerts')
    op.drop_table('slots')
    with op.batch_alter_table('rule_versions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rule_versions_name'))
        batch_op.drop_index(batch_op.f('ix_rule_versions_from_at'))

    op.drop_table('rule_versions')
    op.drop_table('parked_rules')
    op.drop_table('lanes')
    op.drop_table('check_marks')
