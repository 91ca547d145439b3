-- ARCHIVE opens the archive of a job that is over, as long as its failed pairs may be compared again. No worker reads it.
alter table job_key drop constraint job_key_purpose_check;
alter table job_key add constraint job_key_purpose_check check (purpose in ('PAYLOAD', 'LABELS', 'ARCHIVE'));
alter table key_epoch drop constraint key_epoch_purpose_check;
alter table key_epoch add constraint key_epoch_purpose_check check (purpose in ('PAYLOAD', 'LABELS', 'EXPORTS', 'ARCHIVE'));

-- The job whose failed pairs this one compares again.
alter table job add retry_of uuid references job (id);

-- Where nothing failed, or the client gave the job up, the key goes in the transaction that ends the job, whoever ends it. Workers
-- may not see such keys.
create function end_archive() returns trigger language plpgsql security definer as $$
begin
    delete from job_key where job_id = new.id and purpose = 'ARCHIVE';
    return null;
end;
$$;

create trigger job_ends_archive after update of state on job
    for each row when (old.state = 'RUNNING' and (new.state = 'CANCELLED' or new.state = 'COMPLETED' and new.error = 0))
    execute function end_archive();

do $$
begin
    execute format('alter function end_archive() set search_path = %I, pg_temp', current_schema());
end;
$$;
revoke execute on function end_archive() from public;
