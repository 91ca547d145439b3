-- Who looked at the audit record of a tenant, or took results away. Rows are only added: what takes long has one when it begins, and
-- another one when it ends, of the same request.
create table access_log (
    -- A UUID of version 7, so that rows are in the order of their times.
    id                uuid        primary key,
    at                timestamptz not null,
    request           uuid        not null,
    -- Whose data it was.
    tenant            text        not null,
    -- Who looked, as the token said.
    actor_tenant      text        not null,
    actor_client      text        not null,
    what              text        not null,
    -- What was asked for: an object of texts. A subject is never in it.
    filter            jsonb       not null check (jsonb_typeof(filter) = 'object'),
    -- Of the subject that was asked for, the keyed digest.
    subject_reference bytea       check (octet_length(subject_reference) = 32),
    progress          text        not null check (progress in ('began', 'completed', 'broken_off')),
    -- That the answer had; none is known when it begins.
    rows              bigint      check (rows >= 0 and (rows is null) = (progress = 'began')),
    -- As in outcome: whoever follows the rows as they are committed can't miss one.
    xid               xid8        not null default pg_current_xact_id()
);
create index access_log_by_xid on access_log (xid, id);
create index access_log_by_time on access_log (tenant, id);

-- One for each row, once it is a leaf of its tenant's transparency log. The leaf shows neither who looked nor at what, only commitments.
create table access_entry (
    access_id    uuid   primary key references access_log,
    tenant       text   not null,
    leaf_index   bigint not null check (leaf_index >= 0),
    -- With what the leaf hides the row.
    salt         bytea  not null check (octet_length(salt) = 32),
    -- Where a subject was asked for: with what its digest is hidden in the row that is hidden, and what stands there instead. The salt
    -- goes when the digest goes; the other one stays, so that the leaf does.
    subject_salt bytea  check (octet_length(subject_salt) = 32),
    subject      bytea  check (octet_length(subject) = 32),
    unique (tenant, leaf_index)
);

-- A position for each table that is followed. Of access_log it is xid and id.
alter table audit_position add column source text not null default 'outcome' check (source in ('outcome', 'access'));
alter table audit_position drop column only_row;
alter table audit_position add primary key (source);
alter table audit_position alter column source drop default;
alter table audit_position rename column job_id to row_id;
