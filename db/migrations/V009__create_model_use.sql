-- Which networks this installation's workers compared with, and when first and last, to the minute: a row for each combination, of
-- whichever workers. Kept, because outcomes name these models and calibrations; the hashes tell which files those were.
create table model_use (
    embedder        text        not null,
    embedder_sha256 text        not null check (embedder_sha256 ~ '^[0-9a-f]{64}$'),
    detector        text        not null,
    detector_sha256 text        not null check (detector_sha256 ~ '^[0-9a-f]{64}$'),
    calibration     text        not null,
    first_used_at   timestamptz not null,
    last_used_at    timestamptz not null check (last_used_at >= first_used_at),
    primary key (embedder, embedder_sha256, detector, detector_sha256, calibration)
);
