-- The audit record: what was decided about each pair, by what, and how long it took. Append-only. No image, no embedding, no name.
create table outcome (
    accepted_on         date             not null,
    job_id              uuid             not null,
    pair_index          integer          not null check (pair_index >= 0),
    tenant              text             not null,
    client              text             not null,
    surface             text             not null,
    -- Keyed digest of unique_id or stem: the same subject, the same reference, and no way back.
    subject_reference   bytea,
    status              text             not null check (status in ('Success', 'EmptyImage', 'NoFaceDetected', 'LandmarksNotDetected',
                                                                    'InvalidImage', 'LowQuality', 'Error')),
    probe_reason        text,
    reference_reason    text,
    fault               text,
    decision            text             check (decision in ('MATCH', 'NON_MATCH')),
    similarity          double precision check (similarity between 0 and 1),
    cosine              double precision check (cosine between -1.000001 and 1.000001),
    threshold           double precision not null,
    operating_point     text             not null,
    embedder            text,
    detector            text,
    calibration         text,
    probe_quality       real,
    reference_quality   real,
    probe_faces         smallint,
    reference_faces     smallint,
    probe_rotation      smallint,
    reference_rotation  smallint,
    queue_ms            real,
    decode_ms           real,
    detect_ms           real,
    embed_ms            real,
    total_ms            real,
    worker              text             not null,
    decided_at          timestamptz      not null,
    primary key (accepted_on, job_id, pair_index),
    constraint outcome_decided_when_success check ((status = 'Success') = (decision is not null and similarity is not null and cosine is not null)),
    constraint outcome_reason_unless_success check ((status = 'Success') = (probe_reason is null and reference_reason is null and fault is null))
) partition by range (accepted_on);

-- Makes the monthly partitions from the month of `first_day` on, `months` of them. Safe to call again and from several processes.
create function create_outcome_partitions(first_day date, months integer) returns void language plpgsql as $$
declare
    month date;
begin
    perform pg_advisory_xact_lock(hashtext('facematch.outcome.partitions'));
    for n in 0 .. months - 1 loop
        month := (date_trunc('month', first_day) + make_interval(months => n))::date;
        execute format('create table if not exists outcome_%s partition of outcome for values from (%L) to (%L)',
                       to_char(month, 'YYYY_MM'), month, (month + interval '1 month')::date);
    end loop;
end;
$$;

select create_outcome_partitions((current_date - interval '1 day')::date, 4);
