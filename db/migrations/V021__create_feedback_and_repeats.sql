-- What else outcomes are searched by: the threshold that decided them, and the keyed digests of their photos.
alter table audit_entry
    add column threshold              double precision,
    add column probe_photo_digest     bytea,
    add column reference_photo_digest bytea;

update audit_entry e
set threshold = o.threshold, probe_photo_digest = o.probe_photo_digest, reference_photo_digest = o.reference_photo_digest
from outcome o
where (o.accepted_on, o.job_id, o.pair_index) = (e.accepted_on, e.job_id, e.pair_index);

create index audit_entry_by_threshold on audit_entry (tenant, threshold, similarity) where similarity is not null;
create index audit_entry_by_probe_photo on audit_entry (tenant, probe_photo_digest, decided_at)
    where probe_photo_digest is not null;
create index audit_entry_by_reference_photo on audit_entry (tenant, reference_photo_digest, decided_at)
    where reference_photo_digest is not null;

-- Subjects and photos that were compared more than once: a row for each, kept by whoever enters outcomes into the log. It counts all
-- attempts from then on; which of them were in some time, the entries tell. An outcome of one photo on both sides is one attempt
-- with it.
create table repeated_digest (
    tenant       text        not null,
    kind         text        not null check (kind in ('subject', 'photo')),
    digest       bytea       not null,
    attempts     bigint      not null check (attempts >= 2 and attempts = match + non_match + not_compared),
    match        bigint      not null,
    non_match    bigint      not null,
    not_compared bigint      not null,
    first_at     timestamptz not null,
    last_at      timestamptz not null,
    -- The outcome that was decided last.
    latest_job   uuid        not null,
    latest_index integer     not null,
    primary key (tenant, kind, digest)
);
create index repeated_digest_by_attempts on repeated_digest (tenant, kind, attempts, last_at, digest);

insert into repeated_digest (tenant, kind, digest, attempts, match, non_match, not_compared, first_at, last_at, latest_job, latest_index)
select tenant, kind, digest, count(*), count(*) filter (where decision = 'MATCH'), count(*) filter (where decision = 'NON_MATCH'),
    count(*) filter (where decision is null), min(decided_at), max(decided_at),
    (array_agg(job_id order by decided_at desc, job_id desc, pair_index desc))[1],
    (array_agg(pair_index order by decided_at desc, job_id desc, pair_index desc))[1]
from audit_entry
cross join lateral (
    values ('subject', subject_reference), ('photo', probe_photo_digest),
        ('photo', case when reference_photo_digest is distinct from probe_photo_digest then reference_photo_digest end)) a (kind, digest)
where digest is not null group by tenant, kind, digest having count(*) > 1;

-- How many outcomes of an archive were entered into the log: counted there, and not by those who decide.
create table job_rollup (
    job_id   uuid        primary key references job,
    tenant   text        not null,
    outcomes integer     not null check (outcomes > 0),
    first_at timestamptz not null,
    last_at  timestamptz not null
);

insert into job_rollup (job_id, tenant, outcomes, first_at, last_at)
select e.job_id, e.tenant, count(*), min(e.decided_at), max(e.decided_at)
from audit_entry e join job j on j.id = e.job_id and j.kind = 'BULK' group by e.job_id, e.tenant;

-- Cursor over the archives of a tenant, newest first, among many single pairs.
create index job_of_archive on job (tenant, created_at, id) where kind = 'BULK';

-- What people who know say of a pair: whether both photos are of one person. Rows are only added; the last one of an outcome counts.
create table outcome_feedback (
    -- In the order in which they came.
    id          bigint      generated always as identity primary key,
    at          timestamptz not null,
    tenant      text        not null,
    accepted_on date        not null,
    job_id      uuid        not null,
    pair_index  integer     not null check (pair_index >= 0),
    -- Of the outcome.
    decided_at  timestamptz not null,
    same_person boolean     not null,
    -- Who says so, as the token said.
    client      text        not null
);
create index outcome_feedback_by_outcome on outcome_feedback (tenant, job_id, pair_index, id);
create index outcome_feedback_by_time on outcome_feedback (tenant, decided_at);
