-- How the names of an archive were read that are not in Unicode. Null where all are, and for jobs from before this column.
alter table job
    add column name_encoding         text,
    add column name_encoding_guessed boolean not null default false;
