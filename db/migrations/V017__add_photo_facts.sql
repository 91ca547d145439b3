-- Random keys of each tenant's own, wrapped by the master key.
-- PHOTOS keys the digests of photos: one for each tenant. Without it nobody can tell any more which photo a digest is of.
-- REFERENCES opens what a client said about a submission: one for each tenant and month of acceptance, to go with that month's outcomes.
create table tenant_key (
    tenant  text  not null check (tenant <> ''),
    purpose text  not null check (purpose in ('PHOTOS', 'REFERENCES')),
    -- The first day of the month.
    month   date  check (extract(day from month) = 1),
    wrapped bytea not null,
    constraint tenant_key_month_of_references check ((purpose = 'REFERENCES') = (month is not null)),
    constraint tenant_key_once unique nulls not distinct (tenant, purpose, month)
);

-- W3C Trace Context: 16 bytes that name the request in all systems that took part in it. Null for jobs from before this column.
alter table job
    add column trace_id bytea;

-- `consent_ref` and `reference` of the client, sealed under the REFERENCES key of the month; they go into the outcome. The others are
-- null but for photos of which much was cut off before they were sealed: what the client had really sent.
alter table pair
    add column sealed_reference       bytea,
    add column probe_bytes            integer,
    add column reference_bytes        integer,
    add column probe_photo_digest     bytea,
    add column reference_photo_digest bytea;

-- What the photos were, without being able to show one: format by the first bytes, size as it was sent, pixels of the upright photo, and
-- an HMAC-SHA256 of the bytes under the tenant's PHOTOS key. Null where it is not known, and in outcomes from before these columns.
alter table outcome
    add column probe_format           text,
    add column reference_format       text,
    add column probe_bytes            integer,
    add column reference_bytes        integer,
    add column probe_width            integer,
    add column probe_height           integer,
    add column reference_width        integer,
    add column reference_height       integer,
    add column probe_photo_digest     bytea,
    add column reference_photo_digest bytea,
    add column trace_id               bytea,
    -- What a single comparison with this outcome answers on its surface.
    add column http_status            smallint,
    add column sealed_reference       bytea;
