-- Which tenant's rows somebody sees who logs in to the database as an auditor. Only the owner writes it, so that nobody chooses a
-- tenant for themselves.
create table auditor_tenant (
    role_name name primary key,
    tenant    text not null check (tenant <> '')
);

-- The tenant whose rows an auditor sees: the one that its login is bound to. The API reads for many tenants, and says for which one, for
-- the length of a transaction. Null, and so no rows, where nothing is said.
create function audited_tenant(api_role name) returns text language sql stable security definer as $$
    select case when exists (select from pg_roles where rolname = api_role and pg_has_role(session_user, oid, 'member'))
                then current_setting('facematch.tenant', true)
                else (select tenant from auditor_tenant where role_name = session_user) end
$$;

-- Drops a month of outcomes, with their entries and the keys of what clients said about them. The hashes of the log stay, and so do the
-- proofs of all others. False when it is not there (any more).
create function drop_outcome_month(month date) returns boolean language plpgsql security definer as $$
declare
    first_day date := date_trunc('month', month)::date;
    next      date := (first_day + interval '1 month')::date;
    name      text;
    found_one boolean := false;
    missing   bigint;
begin
    -- A job lives for 31 days at most, and the clocks of machines differ.
    if first_day is null or next > current_date - 32 then
        raise exception 'outcomes of a month are dropped 32 days after its end, not before'
            using errcode = 'invalid_parameter_value';
    end if;
    perform pg_advisory_xact_lock(hashtext('facematch.outcome.partitions'));
    select count(*) into missing from outcome o
        where o.accepted_on >= first_day and o.accepted_on < next
          and not exists (select from audit_entry e where e.accepted_on = o.accepted_on and e.job_id = o.job_id
                                                      and e.pair_index = o.pair_index);
    if missing > 0 then
        raise exception '% outcomes of this month are not in the transparency log yet', missing
            using errcode = 'object_not_in_prerequisite_state';
    end if;
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

do $$
begin
    execute format('alter function audited_tenant(name) set search_path = %I, pg_temp', current_schema());
    execute format('alter function drop_outcome_month(date) set search_path = %I, pg_temp', current_schema());
end;
$$;
-- What reads or writes outcomes waits behind a drop that waits: not for long.
alter function drop_outcome_month(date) set lock_timeout = '3s';

revoke execute on function audited_tenant(name), drop_outcome_month(date) from public;
