-- Where a tenant wants to be told that its jobs are over.
create table webhook_endpoint (
    id                uuid        primary key,
    tenant            text        not null check (tenant <> ''),
    -- Its address, which may have a password of the receiver in it, and what its owner says about it. Sealed under the WEBHOOKS key of
    -- the tenant, and so is what signs.
    sealed_address    bytea       not null,
    sealed_secret     bytea       not null,
    -- The secret before, which signs beside the other one until then.
    sealed_old_secret bytea,
    old_secret_until  timestamptz,
    events            text[]      not null check (cardinality(events) > 0
        and events <@ array['job.completed', 'job.failed', 'job.cancelled', 'job.expired']),
    created_at        timestamptz not null,
    -- Nothing is sent there from then on.
    disabled_at       timestamptz,
    -- Whether its owner said so, or the receiver: that it is gone.
    disabled_because  text        check (disabled_because in ('request', 'gone')),
    check ((sealed_old_secret is null) = (old_secret_until is null)),
    check ((disabled_at is null) = (disabled_because is null))
);
create index webhook_endpoint_by_tenant on webhook_endpoint (tenant, id);

-- What an endpoint is told: one row for each job that ended, written in the transaction that ended it, and kept as the log of what
-- became of it. A test has no job.
create table webhook_delivery (
    endpoint_id     uuid        not null references webhook_endpoint on delete cascade,
    -- The same for all endpoints that are told of one job, and in every attempt.
    event_id        uuid        not null,
    job_id          uuid        references job on delete cascade,
    type            text        not null check ((job_id is null) = (type = 'webhook.test')),
    at              timestamptz not null,
    state           text        not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
    -- Since it began to wait.
    attempts        integer     not null default 0 check (attempts >= 0),
    -- Of one that waits. Whoever makes an attempt moves it to the time at which he is given up.
    next_attempt_at timestamptz,
    -- Whose attempt is the current one.
    lease           uuid,
    last_attempt_at timestamptz,
    -- What the receiver answered, or why it did not.
    last_status     integer,
    last_reason     text,
    primary key (endpoint_id, event_id),
    check ((next_attempt_at is not null) = (state = 'waiting'))
);
create unique index webhook_delivery_once on webhook_delivery (job_id, endpoint_id) where job_id is not null;
create index webhook_delivery_waiting on webhook_delivery (endpoint_id, next_attempt_at) where state = 'waiting';
create index webhook_delivery_by_time on webhook_delivery (at);

alter table tenant_key drop constraint tenant_key_purpose_check;
alter table tenant_key add constraint tenant_key_purpose_check check (purpose in ('PHOTOS', 'REFERENCES', 'WEBHOOKS'));

-- Whoever ends a job, in whatever way, tells the endpoints of its tenant. A worker needs no right to see them for that.
create function tell_webhooks() returns trigger language plpgsql security definer as $$
declare
    event uuid := time_ordered_uuid();
begin
    insert into webhook_delivery (endpoint_id, event_id, job_id, type, at, next_attempt_at)
        select e.id, event, new.id, 'job.' || lower(new.state), new.finished_at, new.finished_at
        from webhook_endpoint e
        where e.tenant = new.tenant and e.disabled_at is null and 'job.' || lower(new.state) = any (e.events)
        -- One that is deleted meanwhile is left out; without this, its reference would be refused, and the job with it.
        for key share of e;
    return null;
end;
$$;
create trigger job_tells_webhooks after update of state on job
    for each row when (old.state in ('ENQUEUING', 'RUNNING') and new.state not in ('ENQUEUING', 'RUNNING'))
    execute function tell_webhooks();

do $$
begin
    execute format('alter function tell_webhooks() set search_path = %I, pg_temp', current_schema());
end;
$$;
revoke execute on function tell_webhooks() from public;
