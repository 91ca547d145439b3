-- Token buckets of the request limits, one for each tenant and one for each client of a limited route, shared by all API processes.
-- Unlogged, so that counting a request waits for no disk; after a crash of the database all buckets are full again.
create unlogged table rate_limit_bucket (
    id         text primary key,
    state      bytea,
    expires_at bigint
);
