-- Exports of outcomes that are made in the background. The file lies in the spool of an API process, sealed under a key that is
-- here only while the file may be read.
create table audit_export (
    id                uuid        primary key,
    -- Whose outcomes.
    tenant            text        not null,
    -- Who asked for them, as the token said.
    owner_tenant      text        not null,
    owner_client      text        not null,
    kind              text        not null check (kind in ('rows', 'pack')),
    format            text        not null check (format in ('csv', 'xlsx', 'jsonl', 'zip')),
    -- An object of texts. A subject is never in it.
    filter            jsonb       not null check (jsonb_typeof(filter) = 'object'),
    -- Of the subject that was asked for, the keyed digest. Gone with the file.
    subject_reference bytea       check (octet_length(subject_reference) = 32),
    all_columns       boolean     not null,
    byte_order_mark   boolean     not null,
    zone              text        not null,
    -- Rows of the tenant's log when it was asked for: a pack has those that match.
    log_size          bigint      not null check (log_size >= 0),
    state             text        not null check (state in ('queued', 'running', 'completed', 'failed', 'expired')),
    -- Why it failed: a code.
    problem           text,
    -- Each one has a file of its own, so that one that was broken off is never taken for another.
    attempts          integer     not null default 0,
    rows_done         bigint      not null default 0,
    rows_known        bigint,
    submitted_at      timestamptz not null,
    -- Whoever works on it says so before then.
    lease_until       timestamptz,
    finished_at       timestamptz,
    expires_at        timestamptz,
    bytes             bigint,
    sha256            bytea       check (octet_length(sha256) = 32),
    -- Refers to the key of its epoch, like job_key.
    epoch             uuid        references key_epoch (id),
    wrapped           bytea,
    -- When a process last saw the file.
    seen_at           timestamptz,
    check ((wrapped is not null) = (state = 'completed') and (epoch is null) = (wrapped is null)),
    check ((problem is not null) = (state = 'failed'))
);
create index audit_export_by_owner on audit_export (owner_tenant, id);
create index audit_export_by_epoch on audit_export (epoch) where epoch is not null;
create index audit_export_by_state on audit_export (state, submitted_at);

alter table key_epoch drop constraint key_epoch_purpose_check;
alter table key_epoch add constraint key_epoch_purpose_check check (purpose in ('PAYLOAD', 'LABELS', 'EXPORTS'));

-- What comparing all outcomes of a tenant with its log has told. Rows are only added.
create table log_verification (
    id       uuid        primary key,
    tenant   text        not null,
    at       timestamptz not null,
    -- When the last row was decided that was looked at; null where there is none.
    through  timestamptz,
    -- Rows of the log, and those of them that were signed.
    size     bigint      not null check (size >= 0),
    signed   bigint      not null check (signed >= 0),
    result   text        not null check (result in ('intact', 'unverified', 'altered')),
    findings bigint      not null check (findings >= 0),
    -- What is wrong first, in words.
    finding  text        check ((finding is not null) = (result = 'altered')),
    -- The schedule of the API, or the command.
    by       text        not null check (by in ('schedule', 'command'))
);
create index log_verification_by_tenant on log_verification (tenant, at);

-- Which process verifies today.
create table verification_turn (
    only_row    boolean     primary key default true check (only_row),
    day         date        not null,
    lease_until timestamptz not null,
    is_done     boolean     not null
);

-- Logs that are damaged, and so are not carried on: the rows of the tenant after this place of a source wait until the log is whole
-- again. Those of all others go on.
create table log_held (
    tenant     text        not null,
    source     text        not null,
    xid        xid8        not null,
    row_id     uuid        not null,
    pair_index integer     not null,
    since      timestamptz not null,
    primary key (tenant, source)
);
