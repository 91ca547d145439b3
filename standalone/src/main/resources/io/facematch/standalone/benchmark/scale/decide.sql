-- Outcomes for all pairs of one job, as if a worker had compared them, and what the transaction does that ends a job.
with n as (
    select j.*, n, ('x' || substr(md5('a' || n), 1, 7))::bit(28)::int / 268435456.0::float8 as r
    from job j, generate_series(0, j.total - 1) n where j.id = :job)
insert into outcome (accepted_on, job_id, pair_index, tenant, client, surface, subject_reference, status, decision, similarity, cosine,
    threshold, operating_point, embedder, detector, calibration, calibrated_with_this_detector, card_sha256, calibration_sha256,
    probe_quality, reference_quality, probe_faces, reference_faces, probe_rotation, reference_rotation, probe_face, reference_face,
    queue_ms, decode_ms, detect_ms, embed_ms, total_ms, worker, decided_at, probe_format, reference_format, probe_bytes,
    reference_bytes, probe_width, probe_height, reference_width, reference_height, trace_id)
select accepted_on, id, n, tenant, client, surface, sha256(convert_to(id::text || n, 'UTF8')), 'Success',
    case when r >= 0.5 then 'MATCH' else 'NON_MATCH' end, 0.4 + r * 0.6, 0.3 + r * 0.6, 0.7, operating_point, 'espdl-mbf-112',
    'yunet-s-dynamic', 'espdl-mbf-112/1', true, sha256('card'), sha256('calibration'), 0.9, 0.8, 1, 1, 0, 0, face, face,
    100, 5, 20, 10, 40, 'bench', now(), 'JPEG', 'JPEG', 7000, 7000, 180, 240, 180, 240, trace_id
from n, (select '{"width":180,"height":240,"box":{"x":45.2,"y":40,"width":90,"height":110},"landmarks":[[70,80.5],[110,81],[90.06,100],'
    || '[75,120],[105,121]],"confidence":0.9876,"faces_found":1,"rotation_applied":0,"padding_applied":0,"quality":{"overall":0.9,'
    || '"size":1,"sharpness":0.9,"exposure":0.9123,"pose":0.95}}') f (text), lateral (select text::json) g (face);

update job set matched = (select count(*) from outcome o where o.job_id = job.id and o.accepted_on = job.accepted_on and o.decision = 'MATCH'),
    not_matched = (select count(*) from outcome o where o.job_id = job.id and o.accepted_on = job.accepted_on and o.decision = 'NON_MATCH')
where id = :job;

update job set state = 'COMPLETED', finished_at = now() where id = :job and done = total;

delete from job_key where job_id = :job and purpose = 'PAYLOAD';
