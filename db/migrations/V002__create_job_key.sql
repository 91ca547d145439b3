-- Data keys, wrapped by the master key. PAYLOAD opens the images waiting in the broker and is deleted in the transaction that ends
-- the job: that deletion is what erases the images. LABELS opens stems and member names and is deleted when the job is purged.
create table job_key (
    job_id  uuid  not null references job (id) on delete cascade,
    purpose text  not null check (purpose in ('PAYLOAD', 'LABELS')),
    wrapped bytea not null,
    primary key (job_id, purpose)
);
