-- Which card and which calibration decided, by the SHA-256 of their texts: an operator's own ones may change under the same name. The
-- card has the hash of the model's file. Null where no model was asked, and in outcomes from before these columns.
alter table outcome
    add column card_sha256 bytea,
    add column calibration_sha256 bytea;

-- As model_use, but a row for each combination of texts, too. Workers from before this table go on writing model_use.
create table model_combination (
    embedder                      text        not null,
    embedder_sha256               text        not null check (embedder_sha256 ~ '^[0-9a-f]{64}$'),
    embedder_card_sha256          text        not null check (embedder_card_sha256 ~ '^[0-9a-f]{64}$'),
    detector                      text        not null,
    detector_sha256               text        not null check (detector_sha256 ~ '^[0-9a-f]{64}$'),
    detector_card_sha256          text        not null check (detector_card_sha256 ~ '^[0-9a-f]{64}$'),
    calibration                   text        not null,
    calibration_sha256            text        not null check (calibration_sha256 ~ '^[0-9a-f]{64}$'),
    calibrated_with_this_detector boolean     not null,
    first_used_at                 timestamptz not null,
    last_used_at                  timestamptz not null check (last_used_at >= first_used_at),
    primary key (embedder, embedder_sha256, embedder_card_sha256, detector, detector_sha256, detector_card_sha256,
                 calibration, calibration_sha256)
);
