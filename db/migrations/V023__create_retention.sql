-- How long the outcomes of a tenant are kept, and whether a legal hold keeps them longer: a row for each change, and the last one holds.
create table tenant_retention (
    id           bigint      generated always as identity primary key,
    -- Null: what holds for tenants that have no period of their own.
    tenant       text        check (tenant <> ''),
    -- Null: what holds for all.
    days         integer     check (days between 1 and 3660),
    -- The name of the period, for people and for the ledger.
    rule         text        not null check (rule <> ''),
    legal_hold   boolean     not null default false,
    -- Of the hold.
    reason       text        check (length(reason) <= 200),
    changed_at   timestamptz not null default clock_timestamp(),
    actor_tenant text        not null,
    actor_client text        not null,
    constraint tenant_retention_for_all check (tenant is not null or (days is not null and not legal_hold))
);
create index tenant_retention_by_tenant on tenant_retention (tenant, id);

-- Where outcomes are there already, nothing was deleted so far: so that nobody is surprised, they stay for a week more.
insert into tenant_retention (days, rule, actor_tenant, actor_client)
select days, rule, '', 'upgrade'
from (values (1, 3660, 'until-now'), (2, 365, 'default')) v (place, days, rule)
where place = 2 or exists (select from outcome)
order by place;

-- What was deleted or erased, when, by which rule: a row for each transaction that did, of the same id as its row in access_log. That one
-- is a leaf, and has the rest of this row in its filter, so this one can't be changed or made up unseen. Rows are only added.
create table retention_ledger (
    id           uuid           primary key references access_log,
    at           timestamptz    not null,
    tenant       text           not null,
    kind         text           not null check (kind in ('deletion', 'erasure')),
    rule         text           not null,
    -- Of acceptance, of the outcomes that were deleted.
    month        date           check (extract(day from month) = 1),
    outcomes     bigint         not null check (outcomes >= 0),
    -- Rows of access_log that had the digest of a subject, and have it no more.
    searches     bigint         not null check (searches >= 0),
    -- Of deletions: jobs. Of erasures: pairs whose names were still there.
    jobs         bigint         not null check (jobs >= 0),
    actor_tenant text           not null,
    actor_client text           not null,
    -- Of the log: whose outcome is gone, or whose values are. Those of an erasure were of one subject, so auditors don't see them.
    leaves       int8multirange not null,
    -- SHA-256 of what only the holder of the receipt can say.
    receipt      bytea          check (octet_length(receipt) = 32)
);
create index retention_ledger_by_tenant on retention_ledger (tenant, id);

-- An outcome whose subject was erased: what a commitment hid is gone, and the commitment is kept in its place, for the leaf.
alter table outcome add column erased_at timestamptz;
alter table outcome drop constraint outcome_decided_when_success;
alter table outcome add constraint outcome_decided_when_success check (
    (status = 'Success') = (decision is not null)
    and (status = 'Success' and erased_at is null) = (similarity is not null and cosine is not null));
alter table audit_entry
    add column comparison_commitment bytea check (octet_length(comparison_commitment) = 32),
    add column subject_commitment    bytea check (octet_length(subject_commitment) = 32);

create index access_log_by_subject on access_log (tenant, subject_reference) where subject_reference is not null;

-- A UUID of version 7, as the rows of access_log have them.
create function time_ordered_uuid() returns uuid language sql volatile as $$
    select encode(set_byte(id, 6, (get_byte(id, 6) & 15) | 112), 'hex')::uuid
    from (select overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6)) v (id)
$$;

-- For how many days the outcomes of a tenant are kept: a period that was longer still holds for a week after it was made shorter, so that
-- a mistake can be undone.
create function kept_days(whose text) returns integer language sql stable as $$
    with changes as (
        select tenant, days, lead(changed_at) over (partition by tenant order by id) as until
        from tenant_retention where tenant = whose or tenant is null),
    held as (select * from changes where until is null or until > now() - interval '7 days')
    select greatest(
        (select max(days) from held where tenant is not null),
        case when exists (select from held where tenant is not null and days is null)
                or not exists (select from tenant_retention
                    where tenant = whose and changed_at <= now() - interval '7 days')
            then (select max(days) from held where tenant is null) end)
$$;

create function is_on_hold(whose text) returns boolean language sql stable as $$
    select coalesce((select legal_hold from tenant_retention where tenant = whose order by id desc limit 1), false)
$$;

-- The name of the rule that holds for a tenant, and its days.
create function retention_rule(whose text) returns text language sql stable as $$
    select rule || ' (' || kept_days(whose) || ' days)' from tenant_retention
    where tenant = whose and days is not null or tenant is null
    order by tenant is null, id desc limit 1
$$;

-- Sets the period of a tenant, when a rule is named, or its hold, when that is said; the other one stays as it is.
create function change_retention(whose text, new_days integer, new_rule text, hold boolean, why text, by_tenant text, by_client text)
        returns void language plpgsql security definer as $$
declare
    last tenant_retention;
begin
    if whose is null or (new_rule is null) = (hold is null) then
        raise exception 'either a period or a hold must be said, and whose' using errcode = 'invalid_parameter_value';
    end if;
    -- What is deleted or erased right now was before it; all else comes after it.
    perform pg_advisory_xact_lock(hashtext('facematch.retention'));
    select * into last from tenant_retention where tenant = whose order by id desc limit 1;
    insert into tenant_retention (tenant, days, rule, legal_hold, reason, actor_tenant, actor_client)
        values (whose, case when new_rule is null then last.days else new_days end, coalesce(new_rule, last.rule, 'default'),
            coalesce(hold, last.legal_hold, false), case when hold is null then last.reason else why end, by_tenant, by_client);
    insert into access_log (id, at, request, tenant, actor_tenant, actor_client, what, filter, progress, rows)
        select id, clock_timestamp(), id, whose, by_tenant, by_client, 'retention',
            jsonb_strip_nulls(jsonb_build_object('rule', new_rule, 'days', new_days::text,
                'hold', case when hold then 'set' when not hold then 'released' end, 'reason', why)),
            'completed', 0
        from (select time_ordered_uuid()) v (id);
end;
$$;

-- What holds for tenants that have no period of their own.
create function change_default_retention(new_days integer) returns boolean language plpgsql security definer as $$
begin
    perform pg_advisory_xact_lock(hashtext('facematch.retention'));
    if new_days is not distinct from (select days from tenant_retention where tenant is null order by id desc limit 1) then
        return false;
    end if;
    insert into tenant_retention (days, rule, actor_tenant, actor_client) values (new_days, 'default', '', 'setting');
    return true;
end;
$$;

-- In the transaction that deletes or erases.
create function enter_in_ledger(whose text, what text, by_rule text, of_month date, outcomes bigint, searches bigint, jobs bigint,
        leaves int8multirange, by_tenant text, by_client text, receipt bytea) returns uuid language plpgsql as $$
declare
    entry  uuid        := time_ordered_uuid();
    moment timestamptz := clock_timestamp();
begin
    insert into access_log (id, at, request, tenant, actor_tenant, actor_client, what, filter, progress, rows)
        values (entry, moment, entry, whose, by_tenant, by_client, what,
            jsonb_strip_nulls(jsonb_build_object('rule', by_rule, 'month', to_char(of_month, 'YYYY-MM'),
                'outcomes', outcomes::text, 'searches', searches::text, 'jobs', jobs::text,
                'leaves', encode(sha256(convert_to(leaves::text, 'UTF8')), 'hex'), 'receipt', encode(receipt, 'hex'))),
            'completed', outcomes);
    insert into retention_ledger values (entry, moment, whose, what, by_rule, of_month, outcomes, searches, jobs, by_tenant, by_client,
        leaves, receipt);
    return entry;
end;
$$;

-- Those of the log that a tenant's outcomes of a month have.
create function leaves_of_month(whose text, first_day date, next date) returns int8multirange language sql stable as $$
    select coalesce(range_agg(int8range(first, last + 1)), '{}')
    from (select min(leaf_index) as first, max(leaf_index) as last
        from (select leaf_index, leaf_index - row_number() over (order by leaf_index) as island from audit_entry
            where tenant = whose and accepted_on >= first_day and accepted_on < next) l
        group by island) i
$$;

-- Whether a tenant's outcomes of a month may go: all of them are older than its period, and no hold keeps them.
create function is_month_due(whose text, first_day date, next date) returns boolean language sql stable as $$
    select not is_on_hold(whose) and coalesce((select max(decided_at) from audit_entry
        where tenant = whose and accepted_on >= first_day and accepted_on < next)
            < now() - make_interval(days => kept_days(whose)), false)
$$;

create function tenants_of_month(first_day date, next date) returns setof text language sql stable as $$
    with recursive found as (
        select min(tenant) as tenant from audit_entry where accepted_on >= first_day and accepted_on < next
        union all
        select (select min(tenant) from audit_entry where accepted_on >= first_day and accepted_on < next and tenant > found.tenant)
        from found where found.tenant is not null)
    select tenant from found where tenant is not null
$$;

-- Why a month as a whole must stay; null when it may go.
create function why_month_stays(first_day date, next date) returns text language plpgsql stable as $$
declare
    missing bigint;
begin
    -- A job lives for 31 days at most, and the clocks of machines differ.
    if next > current_date - 32 then
        return 'outcomes of a month are dropped 32 days after its end, not before';
    end if;
    if exists (select from job where not purged and accepted_on >= first_day and accepted_on < next) then
        return 'names of this month''s jobs are still kept';
    end if;
    if exists (select from tenants_of_month(first_day, next) t where not is_month_due(t, first_day, next)) then
        return 'outcomes of this month are still to be kept, by a tenant''s period or by a legal hold';
    end if;
    select count(*) into missing from outcome o
        where o.accepted_on >= first_day and o.accepted_on < next
          and not exists (select from audit_entry e where e.accepted_on = o.accepted_on and e.job_id = o.job_id
                                                      and e.pair_index = o.pair_index);
    if missing > 0 then
        return missing || ' outcomes of this month are not in the transparency log yet';
    end if;
    return null;
end;
$$;

-- Drops a month of outcomes, with their entries and the keys of what clients said about them, when no tenant's period and no hold keeps
-- any of them. The hashes of the log stay, and so do the proofs of all others. False when it is not there (any more).
create or replace function drop_outcome_month(month date) returns boolean language plpgsql security definer as $$
declare
    first_day date := date_trunc('month', month)::date;
    next      date := (first_day + interval '1 month')::date;
    name      text;
    whose     text;
    leaves    int8multirange;
    found_one boolean := false;
    stays     text;
begin
    if first_day is null then
        raise exception 'outcomes of a month are dropped 32 days after its end, not before'
            using errcode = 'invalid_parameter_value';
    end if;
    perform pg_advisory_xact_lock(hashtext('facematch.retention'));
    perform pg_advisory_xact_lock(hashtext('facematch.outcome.partitions'));
    stays := why_month_stays(first_day, next);
    if stays is not null then
        raise exception '%', stays using errcode = case when next > current_date - 32 then 'invalid_parameter_value'
            else 'object_not_in_prerequisite_state' end;
    end if;
    foreach whose in array array(select tenants_of_month(first_day, next)) loop
        leaves := leaves_of_month(whose, first_day, next);
        perform enter_in_ledger(whose, 'deletion', retention_rule(whose), first_day,
            (select sum(upper(r) - lower(r))::bigint from unnest(leaves) r), 0, 0, leaves, '', session_user, null);
    end loop;
    foreach name in array array['audit_entry', 'outcome'] loop
        name := name || to_char(first_day, '_YYYY_MM');
        if to_regclass(quote_ident(name)) is not null then
            execute format('drop table %I', name);
            found_one := true;
        end if;
    end loop;
    delete from tenant_key k where k.purpose = 'REFERENCES' and k.month = first_day;
    return found_one;
end;
$$;

-- Deletes up to so many outcomes of a tenant and a month, the first ones of the log, so that the ledger needs few words for them.
create function delete_outcomes(whose text, first_day date, next date, most integer) returns bigint language plpgsql as $$
declare
    gone int8multirange;
    rows bigint;
begin
    -- With constants, so that only this month's partitions are looked at.
    execute format($sql$
        with due as materialized (
            select accepted_on, job_id, pair_index, leaf_index from audit_entry
            where tenant = %1$L and accepted_on >= %2$L and accepted_on < %3$L order by leaf_index limit %4$s),
        outcomes as (
            delete from outcome o using due
            where o.accepted_on >= %2$L and o.accepted_on < %3$L
                and o.accepted_on = due.accepted_on and o.job_id = due.job_id and o.pair_index = due.pair_index
            returning 1),
        entries as (
            delete from audit_entry e using due
            where e.accepted_on >= %2$L and e.accepted_on < %3$L
                and e.accepted_on = due.accepted_on and e.job_id = due.job_id and e.pair_index = due.pair_index
            returning e.leaf_index)
        select range_agg(int8range(leaf_index, leaf_index + 1)), count(*) from entries$sql$,
        whose, first_day, next, most) into gone, rows;
    if rows > 0 then
        perform enter_in_ledger(whose, 'deletion', retention_rule(whose), first_day, rows, 0, 0, gone, '', session_user, null);
    end if;
    if rows < most then
        delete from tenant_key where tenant = whose and purpose = 'REFERENCES' and month = first_day;
    end if;
    return rows;
end;
$$;

-- Deletes up to so many jobs of a tenant that are older than its period, and have no outcome any more.
create function delete_jobs(whose text, most integer) returns bigint language plpgsql as $$
declare
    last_day date := current_date - greatest(32, kept_days(whose));
    due      uuid[];
    rows     bigint;
begin
    if is_on_hold(whose) or last_day is null then
        return 0;
    end if;
    due := array(
        select id from job j
        -- Ids begin with the time of their making.
        where tenant = whose and accepted_on < last_day and finished_at is not null and purged
            and id < (lpad(to_hex((extract(epoch from last_day) * 1000)::bigint), 12, '0') || '70000000000000000000')::uuid
            and not exists (select from outcome o where o.accepted_on = j.accepted_on and o.job_id = j.id)
        order by id limit most);
    if to_regclass('job_rollup') is not null then
        execute 'delete from job_rollup where job_id = any ($1)' using due;
    end if;
    delete from job where id = any (due);
    get diagnostics rows = row_count;
    if rows > 0 then
        perform enter_in_ledger(whose, 'deletion', retention_rule(whose), null, 0, 0, rows, '{}', '', session_user, null);
    end if;
    return rows;
end;
$$;

-- Forgets that a tenant's subjects and photos were compared more than once, where the last time is older than its period. No leaf
-- tells of these rows, so the ledger does not.
create function forget_repeats(whose text, most integer) returns bigint language plpgsql as $$
declare
    rows bigint := 0;
begin
    if not is_on_hold(whose) then
        execute 'delete from repeated_digest where ctid = any (array(select ctid from repeated_digest
                where tenant = $1 and last_at < now() - make_interval(days => kept_days($1)) limit $2))' using whose, most;
        get diagnostics rows = row_count;
    end if;
    return rows;
end;
$$;

-- Makes up to so many accesses of a tenant forget which subject was asked for, once they are older than its period.
create function forget_searches(whose text, most integer) returns bigint language plpgsql as $$
declare
    gone int8multirange;
    rows bigint;
begin
    if is_on_hold(whose) then
        return 0;
    end if;
    with due as materialized (
        select l.id from access_log l join access_entry e on e.access_id = l.id
        where l.tenant = whose and l.subject_reference is not null and l.at < now() - make_interval(days => kept_days(whose))
        order by l.id limit most),
    accesses as (
        update access_log set subject_reference = null where id in (select id from due)),
    entries as (
        update access_entry set subject_salt = null where access_id in (select id from due) returning leaf_index)
    select range_agg(int8range(leaf_index, leaf_index + 1)), count(*) into gone, rows from entries;
    if rows > 0 then
        perform enter_in_ledger(whose, 'deletion', retention_rule(whose), null, 0, rows, 0, gone, '', session_user, null);
    end if;
    return rows;
end;
$$;

-- Deletes what is due, in a transaction that takes seconds at most: a whole month, or a part of one, or of what is older than it. To be
-- called until it returns null, which says that nothing is due, or that somebody else deletes. It takes nothing from whoever calls it but
-- the size of a step, and decides by the clock and the tables of the owner alone.
create function delete_due_outcomes(most integer) returns bigint language plpgsql security definer as $$
declare
    default_days integer := (select days from tenant_retention where tenant is null order by id desc limit 1);
    first_day    date;
    next         date;
    whose        text;
    rows         bigint;
begin
    if most is null or most not between 1 and 100000 then
        raise exception 'a step has 1 to 100000 rows' using errcode = 'invalid_parameter_value';
    end if;
    if not pg_try_advisory_xact_lock(hashtext('facematch.retention')) then
        return null;
    end if;
    foreach first_day in array array(select to_date(right(relname, 7), 'YYYY_MM') from pg_inherits join pg_class on oid = inhrelid
                                     where inhparent = 'outcome'::regclass order by relname) loop
        next := (first_day + interval '1 month')::date;
        exit when next > current_date - 32;
        if exists (select from tenants_of_month(first_day, next)) then
            rows := (select count(*) from audit_entry where accepted_on >= first_day and accepted_on < next
                     having why_month_stays(first_day, next) is null);
            if rows is not null and drop_outcome_month(first_day) then
                return rows;
            end if;
            for whose in select t from tenants_of_month(first_day, next) t where is_month_due(t, first_day, next) loop
                if not exists (select from job where not purged and tenant = whose and accepted_on >= first_day and accepted_on < next) then
                    rows := delete_outcomes(whose, first_day, next, most);
                    if rows > 0 then
                        return rows;
                    end if;
                end if;
            end loop;
        elsif next < current_date - greatest(32, default_days) and why_month_stays(first_day, next) is null then
            perform drop_outcome_month(first_day);
        end if;
    end loop;
    for whose in
        with recursive found as (
            select min(tenant) as tenant from job
            union all
            select (select min(tenant) from job where tenant > found.tenant) from found where found.tenant is not null)
        select tenant from found where tenant is not null
    loop
        rows := delete_jobs(whose, most);
        if rows > 0 then
            return rows;
        end if;
    end loop;
    for whose in
        with recursive found as (
            select min(tenant) as tenant from access_log where subject_reference is not null
            union all
            select (select min(tenant) from access_log where subject_reference is not null and tenant > found.tenant)
            from found where found.tenant is not null)
        select tenant from found where tenant is not null
    loop
        rows := forget_searches(whose, most);
        if rows > 0 then
            return rows;
        end if;
    end loop;
    if to_regclass('repeated_digest') is not null then
        for whose in execute 'select distinct tenant from repeated_digest' loop
            rows := forget_repeats(whose, most);
            if rows > 0 then
                return rows;
            end if;
        end loop;
    end if;
    return null;
end;
$$;

-- Whether the stream has still to come to something of this subject.
create function is_subject_waiting(whose text, digest bytea) returns boolean language sql stable as $$
    select exists (select from outcome o
            where (o.xid, o.job_id, o.pair_index) > (select xid, row_id, pair_index from audit_position where source = 'outcome'
                union all select '0'::xid8, '00000000-0000-0000-0000-000000000000'::uuid, 0
                    where not exists (select from audit_position where source = 'outcome'))
                and o.tenant = whose and o.subject_reference = digest
                and not exists (select from audit_entry e where e.accepted_on = o.accepted_on and e.job_id = o.job_id
                                                            and e.pair_index = o.pair_index))
        or exists (select from access_log l where l.tenant = whose and l.subject_reference = digest
                and not exists (select from access_entry e where e.access_id = l.id))
$$;

-- What tells of a subject in tables that not every version has.
create function erase_elsewhere(whose text, digest bytea, photos bytea[]) returns void language plpgsql as $$
begin
    if to_regclass('repeated_digest') is not null then
        -- A photo may be that of other outcomes, too.
        execute 'delete from repeated_digest r where r.tenant = $1 and (r.kind = ''subject'' and r.digest = $2
                or r.kind = ''photo'' and r.digest = any ($3) and not exists (select from audit_entry e
                    where e.tenant = $1 and (e.probe_photo_digest = r.digest or e.reference_photo_digest = r.digest)))'
            using whose, digest, photos;
    end if;
    if to_regclass('audit_export') is not null then
        -- Files that were made from what is erased now: nobody can read them any more, and they are made again.
        execute 'update audit_export set state = ''failed'', problem = ''subject-erased'', subject_reference = null, epoch = null,
                wrapped = null, lease_until = null, finished_at = coalesce(finished_at, now())
            where tenant = $1 and subject_reference = $2' using whose, digest;
        execute 'update audit_export set state = ''queued'', epoch = null, wrapped = null, bytes = null, sha256 = null,
                finished_at = null, expires_at = null, lease_until = null
            where tenant = $1 and state in (''completed'', ''running'')' using whose;
    end if;
end;
$$;

-- Erases what tells of a subject: in its outcomes, in what searches find them by, in the names of its pairs, and in who asked for it.
-- What the outcomes' leaves have committed to comes from the caller, who has seen the values; commitments that are not those of the log
-- are found by any verification. Refused with FM001 under a legal hold, with FM002 while a job of the subject is not over, and with
-- FM003 while there is more of the subject than the caller has seen.
create function erase_subject(whose text, digest bytea, days date[], jobs uuid[], pairs integer[], comparisons bytea[], subjects bytea[],
        by_tenant text, by_client text, receipt bytea) returns uuid language plpgsql security definer as $$
declare
    gone     int8multirange := '{}';
    leaf     bigint;
    outcomes bigint := 0;
    searches bigint;
    names    bigint;
    asked    int8multirange;
    photos   bytea[] := '{}';
    known    boolean := (select count(*) = 2 from pg_attribute where attrelid = 'audit_entry'::regclass
                             and attname in ('probe_photo_digest', 'reference_photo_digest') and not attisdropped);
begin
    if whose is null or digest is null or receipt is null then
        raise exception 'whose subject, which one, and the receipt must be said' using errcode = 'invalid_parameter_value';
    end if;
    perform pg_advisory_xact_lock(hashtext('facematch.retention'));
    if is_on_hold(whose) then
        raise exception 'a legal hold keeps all outcomes of this tenant' using errcode = 'FM001';
    end if;
    if exists (select from pair p join job j on j.id = p.job_id
               where p.subject_reference = digest and j.tenant = whose and j.state in ('ENQUEUING', 'RUNNING')) then
        raise exception 'a job of this subject is not over' using errcode = 'FM002';
    end if;
    for i in 1 .. coalesce(array_length(days, 1), 0) loop
        update audit_entry e set salt = null, similarity = null, subject_reference = null,
                comparison_commitment = comparisons[i], subject_commitment = subjects[i]
            where e.accepted_on = days[i] and e.job_id = jobs[i] and e.pair_index = pairs[i]
              and e.tenant = whose and e.subject_reference = digest
            returning leaf_index into leaf;
        if found then
            photos := photos || array(select photo from outcome o
                cross join lateral unnest(array[o.probe_photo_digest, o.reference_photo_digest]) photo
                where o.accepted_on = days[i] and o.job_id = jobs[i] and o.pair_index = pairs[i] and photo is not null);
            if known then
                execute 'update audit_entry set probe_photo_digest = null, reference_photo_digest = null
                    where accepted_on = $1 and job_id = $2 and pair_index = $3' using days[i], jobs[i], pairs[i];
            end if;
            update outcome o set subject_reference = null, similarity = null, cosine = null, probe_face = null, reference_face = null,
                    probe_photo_digest = null, reference_photo_digest = null, sealed_reference = null,
                    -- To the day only: to the second, it would tell which outcomes were of one subject.
                    erased_at = date_trunc('day', now())
                where o.accepted_on = days[i] and o.job_id = jobs[i] and o.pair_index = pairs[i] and o.tenant = whose;
            gone := gone + int8multirange(int8range(leaf, leaf + 1));
            outcomes := outcomes + 1;
        end if;
    end loop;
    if is_subject_waiting(whose, digest) or exists (select from audit_entry where tenant = whose and subject_reference = digest) then
        raise exception 'there is more of this subject' using errcode = 'FM003';
    end if;
    -- No names in the place of names: a pair of an archive without any was purged.
    update pair p set sealed_labels = case when sealed_labels is not null then ''::bytea end, subject_reference = null, sealed_reference = null,
            probe_photo_digest = null, reference_photo_digest = null
        from job j where j.id = p.job_id and j.tenant = whose and p.subject_reference = digest;
    get diagnostics names = row_count;
    with accesses as (
        update access_log set subject_reference = null where tenant = whose and subject_reference = digest returning id),
    entries as (
        update access_entry set subject_salt = null where access_id in (select id from accesses) returning leaf_index)
    select coalesce(range_agg(int8range(leaf_index, leaf_index + 1)), '{}'), count(*) into asked, searches from entries;
    if outcomes > 0 then
        perform erase_elsewhere(whose, digest, photos);
    end if;
    return enter_in_ledger(whose, 'erasure', 'subject', null, outcomes, searches, names, gone + asked, by_tenant, by_client, receipt);
end;
$$;

-- With the rights of the owner, but for the tables of this schema only; and for nobody unless it is granted.
do $$
declare
    made regprocedure;
begin
    for made in select oid from pg_proc where pronamespace = current_schema()::regnamespace and proname in ('time_ordered_uuid',
        'kept_days', 'is_on_hold', 'retention_rule', 'change_retention', 'change_default_retention', 'enter_in_ledger', 'leaves_of_month',
        'is_month_due', 'tenants_of_month', 'why_month_stays', 'drop_outcome_month', 'delete_outcomes', 'delete_jobs', 'forget_searches',
        'forget_repeats', 'delete_due_outcomes', 'is_subject_waiting', 'erase_elsewhere', 'erase_subject')
    loop
        execute format('alter function %s set search_path = %I, pg_temp', made, current_schema());
        execute format('revoke execute on function %s from public', made);
    end loop;
end;
$$;
-- What reads or writes outcomes waits behind a drop that waits: not for long.
alter function drop_outcome_month(date) set lock_timeout = '3s';
