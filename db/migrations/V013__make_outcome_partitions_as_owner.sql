-- Only the owner of a partitioned table can give it a partition, and the API, which does so in time, need not be the owner: the
-- function works with its owner's rights, and sees only the tables of this schema.
alter function create_outcome_partitions(date, integer) security definer;

do $$
begin
    execute format('alter function create_outcome_partitions(date, integer) set search_path = %I, pg_temp', current_schema());
end;
$$;

revoke execute on function create_outcome_partitions(date, integer) from public;
