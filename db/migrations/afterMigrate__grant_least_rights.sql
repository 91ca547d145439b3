-- What the API, the worker, auditors and retention may do, when each has a user of its own. Done after every migration, so that it also holds for users
-- that were made later, and says all there is: what is not granted here is refused, in tables of later migrations too.
-- Where neither API nor worker exists, one user owns the tables and does everything, and nothing is changed here.
do $$
declare
    here   text    := quote_ident(current_schema());
    api    text    := quote_ident('${api-role}');
    worker text    := quote_ident('${worker-role}');
    is_api    boolean := exists (select from pg_roles where rolname = '${api-role}' and rolname <> current_user);
    is_worker boolean := exists (select from pg_roles where rolname = '${worker-role}' and rolname <> current_user);
    auditor   text := quote_ident('${auditor-role}');
    retention text := quote_ident('${retention-role}');
    is_auditor   boolean := exists (select from pg_roles where rolname = '${auditor-role}' and rolname <> current_user);
    is_retention boolean := exists (select from pg_roles where rolname = '${retention-role}' and rolname <> current_user);
    names  text;
    walled text;
    policy record;
    -- Of an outcome, and of an access, all but the columns that say when it can be read, and when it was erased: nobody writes them.
    outcome_columns text := (select string_agg(quote_ident(attname), ', ') from pg_attribute
                             where attrelid = 'outcome'::regclass and attnum > 0 and not attisdropped and attname not in ('xid', 'erased_at'));
    -- Of an entry, all but the salt, with which one could guess at what was erased.
    entry_columns text := (select string_agg(quote_ident(attname), ', ') from pg_attribute
                           where attrelid = 'audit_entry'::regclass and attnum > 0 and not attisdropped and attname <> 'salt');
    access_columns text := (select string_agg(quote_ident(attname), ', ') from pg_attribute
                            where attrelid = 'access_log'::regclass and attnum > 0 and not attisdropped and attname <> 'xid');
begin
    if not is_api and not is_worker then
        return;
    end if;
    names := concat_ws(', ', case when is_api then api end, case when is_worker then worker end,
                       case when is_auditor then auditor end, case when is_retention then retention end);

    execute format('revoke all on database %I from public', current_database());
    execute format('revoke all on schema %s from public', here);
    execute format('grant connect on database %I to %s', current_database(), names);
    execute format('grant usage on schema %s to %s', here, names);
    execute format('revoke all on all tables in schema %s from %s', here, names);
    -- Outside of policies, only the owner sees rows of these tables.
    foreach walled in array array['outcome', 'audit_entry', 'transparency_log', 'log_tile', 'log_checkpoint'] loop
        if not (select relrowsecurity from pg_class where oid = walled::regclass) then
            execute format('alter table %I enable row level security', walled);
        end if;
    end loop;
    foreach walled in array array['job', 'outcome_rollup', 'rollup_position', 'attempted_digest', 'job_rollup', 'outcome_feedback',
                               'log_verification', 'log_held', 'tenant_retention', 'retention_ledger',
                               'webhook_endpoint', 'webhook_delivery'] loop
        if not (select relrowsecurity from pg_class where oid = walled::regclass) then
            execute format('alter table %I enable row level security', walled);
        end if;
    end loop;
    if not (select relrowsecurity from pg_class where oid = 'job_key'::regclass) then
        alter table job_key enable row level security;
    end if;
    if not (select relrowsecurity from pg_class where oid = 'tenant_key'::regclass) then
        alter table tenant_key enable row level security;
    end if;

    if is_api then
        execute format('grant select, insert, update on job to %s', api);
        execute format('grant select, insert, delete on job_key, pair to %s', api);
        execute format('grant select, insert, update, delete on job_archive to %s', api);
        execute format('grant select, insert (%s) on outcome to %s', outcome_columns, api);
        execute format('grant select, insert (%s) on access_log to %s', access_columns, api);
        execute format('grant select, insert on audit_entry, access_entry, log_checkpoint to %s', api);
        execute format('grant select, insert, update on audit_position, transparency_log, log_tile to %s', api);
        execute format('grant select, insert, update on attempted_digest, job_rollup to %s', api);
        execute format('grant select, insert on outcome_feedback to %s', api);
        execute format('grant select, insert, update on outcome_rollup, rollup_position to %s', api);
        execute format('grant update (probe_bytes, reference_bytes, probe_photo_digest, reference_photo_digest) on pair to %s', api);
        execute format('grant select, insert, update (wrapped) on tenant_key to %s', api);
        execute format('grant select, insert, update (digest_key, master_key_check) on installation to %s', api);
        execute format('grant select, insert, update, delete on key_epoch to %s', api);
        execute format('grant select, insert, update, delete on rate_limit_bucket to %s', api);
        -- Clients are added and changed by the owner.
        execute format('grant select on client, model_use, model_combination to %s', api);
        execute format('grant execute on function create_outcome_partitions(date, integer) to %s', api);
        execute format('grant select, insert, update, delete on audit_export to %s', api);
        execute format('grant select, insert on log_verification to %s', api);
        execute format('grant select, insert, update, delete on log_held to %s', api);
        execute format('grant select, insert, update on verification_turn to %s', api);
        execute format('grant select, insert, update, delete on webhook_endpoint, webhook_delivery to %s', api);
        -- Deletion and erasure only through functions that check each row themselves.
        execute format('grant select on tenant_retention, retention_ledger to %s', api);
        execute format('grant execute on function change_retention(text, integer, text, boolean, text, text, text),'
            ' change_default_retention(integer), delete_due_outcomes(integer), kept_days(text), is_subject_waiting(text, bytea),'
            ' erase_subject(text, bytea, date[], uuid[], integer[], bytea[], bytea[], text, text, bytea) to %s', api);
        if not exists (select from pg_policy where polrelid = 'job_key'::regclass and polname = '${api-role}') then
            execute format('create policy %s on job_key to %s using (true)', api, api);
        end if;
        if not exists (select from pg_policy where polrelid = 'tenant_key'::regclass and polname = '${api-role}') then
            execute format('create policy %s on tenant_key to %s using (true)', api, api);
        end if;
    end if;

    if is_worker then
        execute format('grant select (id, tenant, client, surface, state, operating_point, accepted_on, total, done, matched,'
            ' not_matched, empty_image, no_face_detected, landmarks_not_detected, invalid_image, low_quality, error, trace_id)'
            ' on job to %s', worker);
        execute format('grant update (state, finished_at, matched, not_matched, empty_image, no_face_detected,'
            ' landmarks_not_detected, invalid_image, low_quality, error) on job to %s', worker);
        execute format('grant select, delete on job_key to %s', worker);
        execute format('grant select (job_id, pair_index, subject_reference, attempts, sealed_reference, probe_bytes,'
            ' reference_bytes, probe_photo_digest, reference_photo_digest), update (attempts) on pair to %s', worker);
        execute format('grant select on tenant_key to %s', worker);
        -- It reads the key columns only: an outcome that is there already is not written again.
        execute format('grant insert (%s), select (accepted_on, job_id, pair_index) on outcome to %s', outcome_columns, worker);
        execute format('grant select on installation to %s', worker);
        execute format('grant select, insert, update on model_combination to %s', worker);
        -- Photos, not names: the keys of names are none of its rows.
        if not exists (select from pg_policy where polrelid = 'job_key'::regclass and polname = '${worker-role}') then
            execute format('create policy %s on job_key to %s using (purpose = ''PAYLOAD'')', worker, worker);
        end if;
        -- What clients said about their submissions it carries sealed.
        if not exists (select from pg_policy where polrelid = 'tenant_key'::regclass and polname = '${worker-role}') then
            execute format('create policy %s on tenant_key to %s using (purpose = ''PHOTOS'')', worker, worker);
        end if;
    end if;

    if is_auditor then
        execute format('grant select on outcome, transparency_log, log_tile, log_checkpoint, model_combination to %s', auditor);
        execute format('grant select (%s) on audit_entry to %s', entry_columns, auditor);
        execute format('grant select on attempted_digest, job_rollup, outcome_feedback to %s', auditor);
        execute format('grant select (source, xid, row_id, pair_index) on audit_position to %s', auditor);
        execute format('grant select (id, tenant, client, surface, kind, state, total, accepted_on, created_at, finished_at)'
            ' on job to %s', auditor);
        execute format('grant select on outcome_rollup, rollup_position to %s', auditor);
        execute format('grant execute on function audited_tenant(name) to %s', auditor);
        execute format('grant select on log_verification, log_held to %s', auditor);
        execute format('grant select on tenant_retention to %s', auditor);
        execute format('grant select (id, at, tenant, kind, rule, month, outcomes, searches, jobs, actor_tenant, actor_client)'
            ' on retention_ledger to %s', auditor);
    end if;

    if is_retention then
        execute format('grant execute on function drop_outcome_month(date) to %s', retention);
        execute format('grant execute on function delete_due_outcomes(integer) to %s', retention);
    end if;

    -- The rows that each may read and write. No policy lets anybody update or delete an outcome.
    for policy in
        select relation, role, command, name,
               case command when 'insert' then 'with check (' || rows || ')' else 'using (' || rows || ')' end as which
        from (select relation, api as role, '${api-role}' as name, command, 'true' as rows
              from (values ('outcome', 'select'), ('outcome', 'insert'),
                           ('audit_entry', 'select'), ('audit_entry', 'insert'),
                           ('log_checkpoint', 'select'), ('log_checkpoint', 'insert'),
                           ('transparency_log', 'select'), ('transparency_log', 'insert'), ('transparency_log', 'update'),
                           ('log_tile', 'select'), ('log_tile', 'insert'), ('log_tile', 'update')) t (relation, command)
              where is_api
              union all
              select relation, api, '${api-role}', command, 'true'
              from (values ('job', 'select'), ('job', 'insert'), ('job', 'update'),
                           ('attempted_digest', 'select'), ('attempted_digest', 'insert'), ('attempted_digest', 'update'),
                           ('job_rollup', 'select'), ('job_rollup', 'insert'), ('job_rollup', 'update'),
                           ('outcome_rollup', 'select'), ('outcome_rollup', 'insert'), ('outcome_rollup', 'update'),
                           ('rollup_position', 'select'), ('rollup_position', 'insert'), ('rollup_position', 'update'),
                           ('tenant_retention', 'select'), ('retention_ledger', 'select'),
                           ('log_verification', 'select'), ('log_verification', 'insert'),
                           ('webhook_endpoint', 'select'), ('webhook_endpoint', 'insert'), ('webhook_endpoint', 'update'),
                           ('webhook_endpoint', 'delete'),
                           ('webhook_delivery', 'select'), ('webhook_delivery', 'insert'), ('webhook_delivery', 'update'),
                           ('webhook_delivery', 'delete'),
                           ('log_held', 'select'), ('log_held', 'insert'), ('log_held', 'update'), ('log_held', 'delete'),
                           ('outcome_feedback', 'select'), ('outcome_feedback', 'insert')) t (relation, command)
              where is_api
              union all
              select 'job', worker, '${worker-role}', command, 'true' from unnest(array['select', 'update']) command
              where is_worker
              union all
              select relation, auditor, '${auditor-role}', 'select', format('tenant = (select audited_tenant(%L))', '${api-role}')
              from unnest(array['job', 'outcome_rollup', 'rollup_position', 'attempted_digest', 'job_rollup',
                                'outcome_feedback', 'log_verification', 'log_held', 'tenant_retention',
                                'retention_ledger']) relation
              where is_auditor
              union all
              -- It sees its keys: an outcome that is there already is not written again.
              select 'outcome', worker, '${worker-role}', command, 'true' from unnest(array['select', 'insert']) command
              where is_worker
              union all
              -- Asked once for a statement, not for each row.
              select relation, auditor, '${auditor-role}', 'select', format('tenant = (select audited_tenant(%L))', '${api-role}')
              from unnest(array['outcome', 'audit_entry', 'transparency_log', 'log_tile', 'log_checkpoint']) relation
              where is_auditor) wanted
    loop
        if not exists (select from pg_policy where polrelid = policy.relation::regclass
                                               and polname = policy.name || ' ' || policy.command) then
            execute format('create policy %I on %I for %s to %s %s', policy.name || ' ' || policy.command, policy.relation,
                           policy.command, policy.role, policy.which);
        end if;
    end loop;
end;
$$;
