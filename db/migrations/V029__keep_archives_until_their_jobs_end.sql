-- Archives that were accepted before their pairs were published. The encrypted file is in a folder that outlives its process; its
-- key is wrapped under the job's payload key, and so is gone when the job ends. Whoever can read the folder publishes what is left.
create table job_archive (
    job_id      uuid        primary key references job (id) on delete cascade,
    -- Which folder, and the name of the file in it.
    folder      uuid        not null,
    file        text        not null check (file ~ '^upload-[0-9a-f-]{73}$'),
    wrapped_key bytea       not null,
    -- How its names are read, and a keyed digest of its pairs: a program that reads it otherwise must not go on with it.
    stems       text        not null,
    listing     bytea       not null,
    -- Every pair before it is durable in the broker or has its outcome.
    next_pair   integer     not null default 0 check (next_pair >= 0),
    -- Who publishes counts it up; one of before changes nothing any more.
    turn        integer     not null default 1,
    -- By the clock of the database.
    lease_until timestamptz not null,
    -- When all pairs were published: how many outcomes there were last, and since when.
    seen_done   integer,
    seen_at     timestamptz
);
create index job_archive_by_folder on job_archive (folder, lease_until);
create unique index job_archive_file on job_archive (file);
