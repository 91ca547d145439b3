-- Rollups of one length lie together, in the order in which they came: a local day of any time zone is some of each length, and a year
-- of such days would else be found on nearly every page of the table.
alter table outcome_rollup rename to outcome_rollup_of_before;

create table outcome_rollup (
    like outcome_rollup_of_before including defaults including constraints including comments,
    unique nulls not distinct (tenant, client, tier, start, surface, model)
) partition by list (tier);
create table outcome_rollup_quarter_hour partition of outcome_rollup for values in (0) with (fillfactor = 75);
create table outcome_rollup_hour partition of outcome_rollup for values in (1) with (fillfactor = 75);
create table outcome_rollup_six_hours partition of outcome_rollup for values in (2) with (fillfactor = 75);
create table outcome_rollup_day partition of outcome_rollup for values in (3) with (fillfactor = 75);

insert into outcome_rollup select * from outcome_rollup_of_before order by start;
drop table outcome_rollup_of_before;

-- What all clients had in some time, each for itself, without a look for each of them.
create index outcome_rollup_by_time on outcome_rollup (tenant, tier, start) where client is not null;
