-- After db/roles/create_roles.sql, when the container makes its database: the users' passwords, from the files in secrets/. psql
-- reads them, so that they are on no command line.
\set owner `cat /run/secrets/facematch.database.owner-password`
\set api `cat /run/secrets/facematch.database.api-password`
\set worker `cat /run/secrets/facematch.database.worker-password`
\set auditor `cat /run/secrets/facematch.database.auditor-password`
\set retention `cat /run/secrets/facematch.database.retention-password`
alter role facematch_owner password :'owner';
alter role facematch_api password :'api';
alter role facematch_worker password :'worker';
alter role facematch_auditor password :'auditor';
alter role facematch_retention password :'retention';
-- Nor has anybody business in the databases that PostgreSQL makes for itself.
revoke all on database postgres, template1 from public;
