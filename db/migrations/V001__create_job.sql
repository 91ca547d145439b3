-- One submission: a single pair, or an archive of pairs. Counters are bumped in the transaction that inserts the outcomes they
-- count, so they sum to `done` by construction, and a job is over when done = total.
create table job (
    id                     uuid primary key,
    tenant                 text        not null check (tenant <> ''),
    client                 text        not null,
    -- The dialect it came through.
    surface                text        not null,
    kind                   text        not null check (kind in ('SINGLE', 'BULK')),
    state                  text        not null check (state in ('ENQUEUING', 'RUNNING', 'COMPLETED', 'CANCELLED', 'EXPIRED', 'FAILED')),
    lane                   smallint    check (lane between 0 and 7),
    operating_point        text        not null check (operating_point in ('STANDARD', 'STRICT', 'MAXIMUM')),
    total                  integer     not null check (total > 0),
    matched                integer     not null default 0,
    not_matched            integer     not null default 0,
    empty_image            integer     not null default 0,
    no_face_detected       integer     not null default 0,
    landmarks_not_detected integer     not null default 0,
    invalid_image          integer     not null default 0,
    low_quality            integer     not null default 0,
    error                  integer     not null default 0,
    done                   integer     not null generated always as (matched + not_matched + empty_image + no_face_detected
                                           + landmarks_not_detected + invalid_image + low_quality + error) stored,
    payload_bytes          bigint      not null check (payload_bytes >= 0),
    ignored                integer     not null default 0,
    -- Names of members without a partner, sealed like every name.
    sealed_unpaired        bytea,
    -- The day of acceptance: the partition its outcomes live in.
    accepted_on            date        not null,
    created_at             timestamptz not null,
    finished_at            timestamptz,
    -- Who enqueues must renew it; an ENQUEUING job whose lease ran out was interrupted.
    lease_until            timestamptz not null,
    -- RUNNING ends here at the latest.
    expires_at             timestamptz not null,
    -- Names are forgotten here, and with them the results archive.
    purge_at               timestamptz not null,
    purged                 boolean     not null default false,
    failure                text,
    idempotency_key        bytea,
    body_digest            bytea,
    constraint job_done_within_total check (done <= total),
    constraint job_lane_of_bulk check ((kind = 'BULK') = (lane is not null)),
    constraint job_finished check ((finished_at is null) = (state in ('ENQUEUING', 'RUNNING')))
);

-- Cursor over a tenant's jobs, newest first: ids are time-ordered.
create index job_by_tenant on job (tenant, id desc);
-- What the sweeper and the choice of a lane look at: the few jobs that are not over.
create index job_unfinished on job (state, expires_at) where state in ('ENQUEUING', 'RUNNING');
create index job_unpurged on job (purge_at) where not purged;
create unique index job_idempotency on job (tenant, idempotency_key) where idempotency_key is not null;
