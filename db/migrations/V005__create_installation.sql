-- One row: a digest that only the installation's master key yields. A process with another key must not start: it would take pairs
-- that it can't open.
create table installation (
    only_row      boolean primary key default true check (only_row),
    master_key_check bytea not null
);
