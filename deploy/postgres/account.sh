#!/bin/sh
# Run once by the image, in a new database: both extensions, which Footnote's account may not make,
# and that account. Its password is in the file that FOOTNOTE_PASSWORD_FILE names.
set -eu
NEW_PASSWORD=$(cat "$FOOTNOTE_PASSWORD_FILE")
export NEW_PASSWORD
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 \
    --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
\getenv password NEW_PASSWORD
CREATE EXTENSION IF NOT EXISTS vector SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_textsearch SCHEMA public;
CREATE ROLE footnote LOGIN PASSWORD :'password';
SELECT format('GRANT CREATE ON DATABASE %I TO footnote', current_database()) \gexec
SQL
