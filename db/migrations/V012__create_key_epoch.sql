-- The periods that data keys belong to. The key of an epoch is outside of this database; without it, what job_key keeps
-- opens nothing. The row comes before the key and goes before it, so a key without a row is one that nothing needs.
create table key_epoch (
    id       uuid        primary key,
    purpose  text        not null check (purpose in ('PAYLOAD', 'LABELS')),
    -- No data key is wrapped under it from then on.
    ends_at  timestamptz not null
);

-- Null for data keys of before, which the master key itself wraps. A row that is written while its epoch goes is refused.
alter table job_key add epoch uuid references key_epoch (id);
create index job_key_by_epoch on job_key (epoch);

-- The id ties a folder of keys to this database. The digest key, wrapped by the master key, outlives it; where there is
-- none yet, the digests come from the master key that master_key_check tells.
alter table installation
    add id uuid not null default gen_random_uuid(),
    add digest_key bytea,
    alter master_key_check drop not null,
    add constraint installation_has_a_key check (digest_key is not null or master_key_check is not null);
