-- How often each subject and photo was compared: a row for each that ever was, so that a new outcome needs a look at one place and not
-- at each month of entries.
create table attempted_digest (
    tenant       text        not null,
    kind         text        not null check (kind in ('subject', 'photo')),
    digest       bytea       not null,
    -- An outcome of one photo on both sides is one attempt with it.
    attempts     integer     not null check (attempts >= 1 and attempts = match + non_match + not_compared),
    match        integer     not null,
    non_match    integer     not null,
    not_compared integer     not null,
    first_at     timestamptz not null,
    last_at      timestamptz not null,
    -- The outcome that was decided last.
    latest_job   uuid        not null,
    latest_index integer     not null
);

insert into attempted_digest
select tenant, kind, digest, attempts, match, non_match, not_compared, first_at, last_at, latest_job, latest_index from repeated_digest;

insert into attempted_digest
select tenant, kind, digest, count(*), count(*) filter (where decision = 'MATCH'), count(*) filter (where decision = 'NON_MATCH'),
    count(*) filter (where decision is null), min(decided_at), max(decided_at),
    (array_agg(job_id order by decided_at desc, job_id desc, pair_index desc))[1],
    (array_agg(pair_index order by decided_at desc, job_id desc, pair_index desc))[1]
from audit_entry
cross join lateral (
    values ('subject', subject_reference), ('photo', probe_photo_digest),
        ('photo', case when reference_photo_digest is distinct from probe_photo_digest then reference_photo_digest end)) a (kind, digest)
where digest is not null
    and not exists (select from repeated_digest r where r.tenant = audit_entry.tenant and r.kind = a.kind and r.digest = a.digest)
group by tenant, kind, digest;

alter table attempted_digest add primary key (tenant, kind, digest);
create index attempted_digest_by_attempts on attempted_digest (tenant, kind, attempts, last_at, digest) where attempts > 1;
-- Those that are forgotten are among the first pages.
create index attempted_digest_by_time on attempted_digest using brin (last_at) with (autosummarize = on);
drop table repeated_digest;

-- Forgets subjects and photos of a tenant that were compared last before its period. No leaf tells of these rows, so the ledger does not.
drop function forget_repeats(text, integer);
create function forget_attempts(whose text, most integer) returns bigint language plpgsql as $$
declare
    rows bigint := 0;
begin
    if not is_on_hold(whose) then
        delete from attempted_digest where ctid = any (array(select ctid from attempted_digest
            where last_at < now() - make_interval(days => kept_days(whose)) and tenant = whose limit most));
        get diagnostics rows = row_count;
    end if;
    return rows;
end;
$$;

do $$
begin
    execute format('alter function forget_attempts(text, integer) set search_path = %I, pg_temp', current_schema());
end;
$$;
revoke execute on function forget_attempts(text, integer) from public;
