-- Outcomes of archives of 100 pairs, spread evenly over so many seconds until a time, of 50 clients and three surfaces. Seven in a
-- hundred were not compared. A quarter are a second attempt: the subject and the reference photo are those of a pair some jobs before.
with n as (
    select n, n / 100 as job, n % 100 as pair,
        cast(:until as timestamptz) - make_interval(secs => :seconds)
            + make_interval(secs => (n / 100 * 100)::float8 * :seconds / :rows) as accepted,
        ('x' || substr(md5('a' || n + cast(:part as integer)), 1, 7))::bit(28)::int / 268435456.0::float8 as r1,
        ('x' || substr(md5('b' || n + cast(:part as integer)), 1, 7))::bit(28)::int / 268435456.0::float8 as r2,
        md5(cast(:tenant as text) || cast(:part as integer) || ' ' || n / 100) as digest,
        case when n % 4 = 3 and n > 1001 then n - 1001 else n end as subject
    from generate_series(0, :rows - 1) n),
made as (
    select *, (lpad(to_hex((extract(epoch from accepted) * 1000)::bigint), 12, '0') || '7'
            || substr(digest, 1, 3) || '8' || substr(digest, 4, 15))::uuid as id,
        'client-' || job % 50 as client,
        case when job % 50 = 0 then 'azakaw' when job % 10 = 1 then 'kwikid' else 'v1' end as surface,
        case when r1 < 0.93 then 'Success' when r1 < 0.96 then 'NoFaceDetected'
            when r1 < 0.98 then 'LowQuality' when r1 < 0.99 then 'InvalidImage'
            when r1 < 0.995 then 'LandmarksNotDetected' when r1 < 0.999 then 'EmptyImage'
            else 'Error' end as status,
        case when r2 < 0.9 then 0.7 + r2 / 3 else 7 * (r2 - 0.9) end as similarity,
        '{"width":480,"height":640,"box":{"x":120.2,"y":80,"width":240,"height":300},"landmarks":[[180,'
            || '200.5],[300,201],[240.06,260],[190,310],[290,311]],"confidence":0.9876,"faces_found":1,'
            || '"rotation_applied":0,"padding_applied":0,"quality":{"overall":0.9,"size":1,"sharpness":'
            || '0.9,"exposure":0.9123,"pose":0.95}}' as face
    from n),
stored as (
    insert into outcome (accepted_on, job_id, pair_index, tenant, client, surface, subject_reference, status, probe_reason,
        reference_reason, fault, decision, similarity, cosine, threshold, operating_point, embedder, detector, calibration,
        calibrated_with_this_detector, card_sha256, calibration_sha256, probe_quality, reference_quality, probe_faces,
        reference_faces, probe_rotation, reference_rotation, probe_face, reference_face, queue_ms, decode_ms, detect_ms, embed_ms,
        total_ms, worker, decided_at, probe_format, reference_format, probe_bytes, reference_bytes, probe_width, probe_height,
        reference_width, reference_height, probe_photo_digest, reference_photo_digest, trace_id)
    select (accepted at time zone 'UTC')::date, id, pair, :tenant, client, surface,
        sha256(convert_to(cast(:tenant as text) || cast(:part as integer) || ' ' || subject, 'UTF8')), status,
        case status when 'NoFaceDetected' then 'NO_FACE' when 'LowQuality' then 'TOO_DARK'
            when 'InvalidImage' then 'DAMAGED_FILE' when 'LandmarksNotDetected' then 'NO_LANDMARKS'
            when 'EmptyImage' then 'EMPTY_FILE' end,
        null, case when status = 'Error' then 'PROCESSING_CRASH' end,
        case when status = 'Success' then case when similarity >= 0.7 then 'MATCH' else 'NON_MATCH' end end,
        case when status = 'Success' then similarity end,
        case when status = 'Success' then similarity * 0.8 end, 0.7, 'STANDARD', :model, 'espdl-msrmnp', cast(:model as text) || '/1', true,
        sha256('card'), sha256('calibration'), 0.7 + 0.3 * r1, 0.6 + 0.4 * r2, 1, 1, case when r1 > 0.98 then 90 else 0 end, 0,
        face::json, face::json, 400 * r1, 8 + 9 * r2, 20 + 25 * r1, 40 + 30 * r2, 70 + 60 * r1, '0.2.0 worker-1',
        accepted + pair * interval '20 milliseconds', 'JPEG', 'JPEG', 80000 + (20000 * r1)::int, 60000 + (20000 * r2)::int, 480, 640,
        480, 640, sha256(convert_to('probe' || cast(:tenant as text) || cast(:part as integer) || ' ' || n, 'UTF8')),
        sha256(convert_to('reference' || cast(:tenant as text) || cast(:part as integer) || ' ' || subject, 'UTF8')), decode(md5(id::text), 'hex')
    from made),
judged as (
    insert into outcome_feedback (at, tenant, accepted_on, job_id, pair_index, decided_at, same_person, client)
    select accepted + interval '1 day', :tenant, (accepted at time zone 'UTC')::date, id, pair,
        accepted + pair * interval '20 milliseconds', similarity >= 0.69, 'reviewers'
    from made where n % 1000 = 500 and status = 'Success' and accepted < now() - interval '1 day')
insert into job (id, tenant, client, surface, kind, state, lane, operating_point, total, matched, not_matched, empty_image,
    no_face_detected, landmarks_not_detected, invalid_image, low_quality, error, payload_bytes, accepted_on, created_at, finished_at,
    lease_until, expires_at, purge_at, purged)
select id, :tenant, min(client), min(surface), 'BULK', 'COMPLETED', 0, 'STANDARD', count(*),
    count(*) filter (where status = 'Success' and similarity >= 0.7),
    count(*) filter (where status = 'Success' and similarity < 0.7),
    count(*) filter (where status = 'EmptyImage'), count(*) filter (where status = 'NoFaceDetected'),
    count(*) filter (where status = 'LandmarksNotDetected'), count(*) filter (where status = 'InvalidImage'),
    count(*) filter (where status = 'LowQuality'), count(*) filter (where status = 'Error'), 150000 * count(*),
    (min(accepted) at time zone 'UTC')::date, min(accepted), min(accepted) + interval '3 seconds', min(accepted),
    min(accepted) + interval '1 day', min(accepted) + interval '7 days', true
from made group by id
