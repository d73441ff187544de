#!/bin/sh
# Runs once, when the database is made: the owner of the tables, and the role that row-level security binds.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" <<'SQL'
create role nextbest_owner login password :'owner';
create role nextbest_app login nosuperuser nobypassrls password :'app';
create database nextbest owner nextbest_owner;
SQL
