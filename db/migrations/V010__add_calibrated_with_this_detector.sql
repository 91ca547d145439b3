-- Whether the embedder's calibration was measured with faces that this detector found. Where it was not, the false match rate of an
-- operating point is not what it promises. Null in rows from before this column.
alter table outcome
    add column calibrated_with_this_detector boolean;
alter table model_use
    add column calibrated_with_this_detector boolean;
