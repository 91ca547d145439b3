-- Cursor over the jobs of one client, newest first: a client without a right to its tenant's jobs lists its own.
create index job_by_client on job (tenant, client, id desc);
