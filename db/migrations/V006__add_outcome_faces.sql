-- The face of each image that decided, as the API shows it: where it is (pixels of the upright photo), how sure the detector was, and
-- the parts of its quality. Numbers only. Null where there was no usable face, and in outcomes from before this column.
alter table outcome
    add column probe_face json,
    add column reference_face json;
