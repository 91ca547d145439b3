-- ARCHIVE opens the archive of a job that is over, as long as its failed pairs may be compared again. No worker reads it.
alter table job_key drop constraint job_key_purpose_check;
alter table job_key add constraint job_key_purpose_check check (purpose in ('PAYLOAD', 'LABELS', 'ARCHIVE'));
alter table key_epoch drop constraint key_epoch_purpose_check;
alter table key_epoch add constraint key_epoch_purpose_check check (purpose in ('PAYLOAD', 'LABELS', 'EXPORTS', 'ARCHIVE'));

-- The job whose failed pairs this one compares again.
alter table job add retry_of uuid references job (id);
