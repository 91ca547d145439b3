-- Outcomes are searched by a photo, too, and who does is written down as with a subject: with the keyed digest of the photo, never more.
alter table access_log add column photo_digest bytea check (octet_length(photo_digest) = 32);
-- As subject_salt and subject are for the subject. Where a search had both, both go at once.
alter table access_entry
    add column photo_salt bytea check (octet_length(photo_salt) = 32),
    add column photo      bytea check (octet_length(photo) = 32);
alter table audit_export add column photo_digest bytea check (octet_length(photo_digest) = 32);

create index access_log_by_photo on access_log (tenant, photo_digest) where photo_digest is not null;
-- What retention has to forget.
create index access_log_with_digest on access_log (tenant, id) where subject_reference is not null or photo_digest is not null;

-- Makes up to so many accesses of a tenant forget which subject or photo was asked for, once they are older than its period.
create or replace function forget_searches(whose text, most integer) returns bigint language plpgsql as $$
declare
    gone int8multirange;
    rows bigint;
begin
    if is_on_hold(whose) then
        return 0;
    end if;
    with due as materialized (
        select l.id from access_log l join access_entry e on e.access_id = l.id
        where l.tenant = whose and (l.subject_reference is not null or l.photo_digest is not null)
            and l.at < now() - make_interval(days => kept_days(whose))
        order by l.id limit most),
    accesses as (
        update access_log set subject_reference = null, photo_digest = null where id in (select id from due)),
    entries as (
        update access_entry set subject_salt = null, photo_salt = null where access_id in (select id from due) returning leaf_index)
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
create or replace function delete_due_outcomes(most integer) returns bigint language plpgsql security definer as $$
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
            select min(tenant) as tenant from access_log where subject_reference is not null or photo_digest is not null
            union all
            select (select min(tenant) from access_log
                where (subject_reference is not null or photo_digest is not null) and tenant > found.tenant)
            from found where found.tenant is not null)
        select tenant from found where tenant is not null
    loop
        rows := forget_searches(whose, most);
        if rows > 0 then
            return rows;
        end if;
    end loop;
    for whose in
        with recursive found as (
            select min(tenant) as tenant from attempted_digest
            union all
            select (select min(tenant) from attempted_digest where tenant > found.tenant) from found where found.tenant is not null)
        select tenant from found where tenant is not null
    loop
        rows := forget_attempts(whose, most);
        if rows > 0 then
            return rows;
        end if;
    end loop;
    return null;
end;
$$;

-- What tells of a subject in tables that not every version has.
create or replace function erase_elsewhere(whose text, digest bytea, photos bytea[]) returns void language plpgsql as $$
begin
    -- A photo may be that of other outcomes, too.
    delete from attempted_digest a where a.tenant = whose and (a.kind = 'subject' and a.digest = erase_elsewhere.digest
        or a.kind = 'photo' and a.digest = any (photos) and not exists (select from audit_entry e
            where e.tenant = whose and (e.probe_photo_digest = a.digest or e.reference_photo_digest = a.digest)));
    if to_regclass('audit_export') is not null then
        -- Files that were made from what is erased now: nobody can read them any more, and they are made again.
        execute 'update audit_export set state = ''failed'', problem = ''subject-erased'', subject_reference = null, photo_digest = null,
                epoch = null, wrapped = null, lease_until = null, finished_at = coalesce(finished_at, now())
            where tenant = $1 and (subject_reference = $2 or photo_digest = any ($3))' using whose, digest, photos;
        execute 'update audit_export set state = ''queued'', epoch = null, wrapped = null, bytes = null, sha256 = null,
                finished_at = null, expires_at = null, lease_until = null
            where tenant = $1 and state in (''completed'', ''running'')' using whose;
    end if;
end;
$$;

-- Erases what tells of a subject: in its outcomes, in what searches find them by, in the names of its pairs, and in who asked for it
-- or for one of its photos.
-- What the outcomes' leaves have committed to comes from the caller, who has seen the values; commitments that are not those of the log
-- are found by any verification. Refused with FM001 under a legal hold, with FM002 while a job of the subject is not over, and with
-- FM003 while there is more of the subject than the caller has seen.
create or replace function erase_subject(whose text, digest bytea, days date[], jobs uuid[], pairs integer[], comparisons bytea[], subjects bytea[],
        by_tenant text, by_client text, receipt bytea) returns uuid language plpgsql security definer as $$
declare
    gone     int8multirange := '{}';
    leaf     bigint;
    outcomes bigint := 0;
    searches bigint;
    names    bigint;
    asked    int8multirange;
    photos   bytea[] := '{}';
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
                probe_photo_digest = null, reference_photo_digest = null,
                comparison_commitment = comparisons[i], subject_commitment = subjects[i]
            where e.accepted_on = days[i] and e.job_id = jobs[i] and e.pair_index = pairs[i]
              and e.tenant = whose and e.subject_reference = digest
            returning leaf_index into leaf;
        if found then
            photos := photos || array(select photo from outcome o
                cross join lateral unnest(array[o.probe_photo_digest, o.reference_photo_digest]) photo
                where o.accepted_on = days[i] and o.job_id = jobs[i] and o.pair_index = pairs[i] and photo is not null);
            update outcome o set subject_reference = null, similarity = null, cosine = null, probe_face = null, reference_face = null,
                    probe_photo_digest = null, reference_photo_digest = null, sealed_reference = null,
                    -- To the day only: to the second, it would tell which outcomes were of one subject.
                    erased_at = date_trunc('day', now())
                where o.accepted_on = days[i] and o.job_id = jobs[i] and o.pair_index = pairs[i] and o.tenant = whose;
            gone := gone + int8multirange(int8range(leaf, leaf + 1));
            outcomes := outcomes + 1;
        end if;
    end loop;
    if is_subject_waiting(whose, digest) or exists (select from audit_entry where tenant = whose and subject_reference = digest)
            or exists (select from access_log l where l.tenant = whose and l.photo_digest = any (photos)
                and not exists (select from access_entry e where e.access_id = l.id)) then
        raise exception 'there is more of this subject' using errcode = 'FM003';
    end if;
    -- No names in the place of names: a pair of an archive without any was purged.
    update pair p set sealed_labels = case when sealed_labels is not null then ''::bytea end, subject_reference = null, sealed_reference = null,
            probe_photo_digest = null, reference_photo_digest = null
        from job j where j.id = p.job_id and j.tenant = whose and p.subject_reference = digest;
    get diagnostics names = row_count;
    with accesses as (
        update access_log set subject_reference = null, photo_digest = null
        where tenant = whose and (subject_reference = digest or photo_digest = any (photos)) returning id),
    entries as (
        update access_entry set subject_salt = null, photo_salt = null where access_id in (select id from accesses) returning leaf_index)
    select coalesce(range_agg(int8range(leaf_index, leaf_index + 1)), '{}'), count(*) into asked, searches from entries;
    if outcomes > 0 then
        perform erase_elsewhere(whose, digest, photos);
    end if;
    return enter_in_ledger(whose, 'erasure', 'subject', null, outcomes, searches, names, gone + asked, by_tenant, by_client, receipt);
end;
$$;

-- A function that is replaced loses what was set for it.
do $$
declare
    made regprocedure;
begin
    for made in select oid from pg_proc where pronamespace = current_schema()::regnamespace
        and proname in ('forget_searches', 'delete_due_outcomes', 'erase_elsewhere', 'erase_subject')
    loop
        execute format('alter function %s set search_path = %I, pg_temp', made, current_schema());
    end loop;
end;
$$;
