-- Outcomes by the quarter hours, hours, six hours and days of UTC in which they were decided: any hour, day, week or month of any time
-- zone is a few of them. Whoever follows the outcomes adds each one once to each tier, under its client and under all clients together.
-- Numbers only: they stay when outcomes are dropped.
create table outcome_rollup (
    tenant                 text        not null,
    -- Null for all clients together.
    client                 text,
    -- How long it is: 0 a quarter of an hour, 1 an hour, 2 six hours, 3 a day.
    tier                   smallint    not null check (tier between 0 and 3),
    start                  timestamptz not null,
    surface                text        not null,
    -- The network that decided; empty where none was asked.
    model                  text        not null,
    match                  integer     not null,
    non_match              integer     not null,
    empty_image            integer     not null,
    no_face_detected       integer     not null,
    landmarks_not_detected integer     not null,
    invalid_image          integer     not null,
    low_quality            integer     not null,
    error                  integer     not null,
    -- Photos with a face, the sum of their qualities in millionths, and how many of them had to be turned.
    probe_faces            integer     not null,
    probe_quality          bigint      not null,
    probe_turned           integer     not null,
    reference_faces        integer     not null,
    reference_quality      bigint      not null,
    reference_turned       integer     not null,
    -- How many for each reason: "status/reason of the probe/reason of the reference/fault".
    failures               jsonb,
    -- Histograms, packed, in columns that counts need not read.
    similarity             bytea,
    latency                bytea,
    unique nulls not distinct (tenant, client, tier, start, surface, model)
-- The rows of now are written again and again: with room beside them, no index has to know.
) with (fillfactor = 75);

-- How many leaves of each tenant's log have been added. Those of before this table are added like new ones.
create table rollup_position (
    tenant text   primary key,
    leaves bigint not null check (leaves > 0)
);
