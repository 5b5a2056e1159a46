#!/bin/sh
# PostgreSQL's first start: Caseload's own account, which owns its database and nothing else.
set -eu

: "${DATABASE_PASSWORD_FILE:=/run/secrets/database_password}"
export DATABASE_PASSWORD_FILE
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
\set password `cat "$DATABASE_PASSWORD_FILE"`
CREATE ROLE caseload LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE caseload OWNER caseload;
REVOKE ALL ON DATABASE caseload FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
SQL
