-- The pairs of a job, numbered from 0. Stem and member names are sealed under the job's LABELS key.
create table pair (
    job_id            uuid     not null references job (id) on delete cascade,
    pair_index        integer  not null check (pair_index >= 0),
    sealed_labels     bytea,
    -- Goes into the outcome: keyed digest of unique_id or stem.
    subject_reference bytea,
    -- How often the suspect queue has begun to compare this pair; written before the attempt.
    attempts          smallint not null default 0,
    primary key (job_id, pair_index)
);
