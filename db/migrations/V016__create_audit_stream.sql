-- Which transaction wrote the outcome. Whoever follows the outcomes as they are committed reads those whose transaction is older than
-- every one that still runs, in this order, and can't miss one that commits late. Outcomes of before have that of this migration.
alter table outcome
    add column xid xid8 not null default pg_current_xact_id();
create index outcome_by_xid on outcome (xid, job_id, pair_index);

-- How far the outcomes are followed: everything up to this one has its audit_entry.
create table audit_position (
    only_row   boolean     primary key default true check (only_row),
    xid        xid8        not null,
    job_id     uuid        not null,
    pair_index integer     not null,
    moved_at   timestamptz not null
);

-- One for each outcome, once it is a leaf of its tenant's transparency log. It has what outcomes are searched by, so that those who
-- write outcomes need not keep these indexes.
create table audit_entry (
    accepted_on       date        not null,
    job_id            uuid        not null,
    pair_index        integer     not null,
    tenant            text        not null,
    leaf_index        bigint      not null check (leaf_index >= 0),
    -- With what the leaf hides the values that may be erased. Gone when they are.
    salt              bytea       check (octet_length(salt) = 16),
    client            text        not null,
    surface           text        not null,
    status            text        not null,
    decision          text,
    similarity        double precision,
    embedder          text,
    calibration       text,
    subject_reference bytea,
    decided_at        timestamptz not null,
    primary key (accepted_on, job_id, pair_index)
) partition by range (accepted_on);

create index audit_entry_by_leaf on audit_entry (tenant, leaf_index);
-- Searches go through outcomes by time, then by job and pair. Where an index ends with the time, what remains is sorted on the way.
create index audit_entry_by_time on audit_entry (tenant, decided_at, job_id, pair_index);
create index audit_entry_by_client on audit_entry (tenant, client, decided_at);
create index audit_entry_by_surface on audit_entry (tenant, surface, decided_at);
create index audit_entry_by_status on audit_entry (tenant, status, decided_at) where status <> 'Success';
create index audit_entry_by_model on audit_entry (tenant, embedder, decided_at) where embedder is not null;
create index audit_entry_by_calibration on audit_entry (tenant, calibration, decided_at) where calibration is not null;
create index audit_entry_by_similarity on audit_entry (tenant, similarity) where similarity is not null;
create index audit_entry_by_subject on audit_entry (tenant, subject_reference, decided_at) where subject_reference is not null;

-- The transparency log of a tenant: a Merkle tree after RFC 6962 over its outcomes.
create table transparency_log (
    tenant text   primary key,
    -- How many leaves it has, and the root over them.
    size   bigint not null check (size > 0),
    root   bytea  not null check (octet_length(root) = 32)
);

-- The hashes of a log as C2SP tlog-tiles cuts them: up to 256 in a row of one level. The last ones of each level grow.
create table log_tile (
    tenant     text     not null,
    level      smallint not null check (level between 0 and 63),
    tile_index bigint   not null check (tile_index >= 0),
    hashes     bytea    not null check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),
    primary key (tenant, level, tile_index)
);

-- What was signed: that the log had so many leaves, and this root.
create table log_checkpoint (
    tenant    text        not null,
    size      bigint      not null check (size > 0),
    root      bytea       not null check (octet_length(root) = 32),
    -- As C2SP tlog-checkpoint writes it, with its signatures.
    note      text        not null,
    issued_at timestamptz not null,
    primary key (tenant, size)
);

-- The partitions of both tables that outcomes have.
create or replace function create_outcome_partitions(first_day date, months integer) returns void language plpgsql security definer as $$
declare
    month date;
    name  text;
begin
    perform pg_advisory_xact_lock(hashtext('facematch.outcome.partitions'));
    for n in 0 .. months - 1 loop
        month := (date_trunc('month', first_day) + make_interval(months => n))::date;
        foreach name in array array['outcome', 'audit_entry'] loop
            execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
                           name || to_char(month, '_YYYY_MM'), name, month, (month + interval '1 month')::date);
        end loop;
    end loop;
end;
$$;

do $$
begin
    execute format('alter function create_outcome_partitions(date, integer) set search_path = %I, pg_temp', current_schema());
end;
$$;

-- Of the months that have outcomes already, and of those that are next.
select create_outcome_partitions(to_date(right(c.relname, 7), 'YYYY_MM'), 1)
from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'outcome'::regclass;
