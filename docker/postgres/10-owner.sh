#!/bin/bash
# Runs once, when the volume is empty. The application's role owns its database and is no superuser, so that
# row-level security holds for it.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --set password="$DATABASE_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE pressroom LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE pressroom OWNER pressroom;
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
SQL
