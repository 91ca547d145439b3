-- Makes the users of Facematch's database: one that owns the tables, one for the API, one for workers, one for auditors, one that
-- drops old months. A superuser runs this in the database, once and after an upgrade; to run it again is harmless. Then give each user
-- a password:
--     alter role facematch_owner password '...';
--
-- None of them is a superuser, none reads or writes files of the server or starts programs there. What they may do is granted by the
-- migrations, which the API runs as facematch_owner.
do $$
declare
    name  text;
    thing text;
begin
    foreach name in array array['facematch_owner', 'facematch_api', 'facematch_worker', 'facematch_auditor', 'facematch_retention'] loop
        if not exists (select from pg_roles where rolname = name) then
            execute format('create role %I', name);
        end if;
        execute format('alter role %I with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls', name);
    end loop;

    execute format('alter database %I owner to facematch_owner', current_database());
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to facematch_api, facematch_worker, facematch_auditor, facematch_retention',
                   current_database());
    -- The API reads audits as an auditor. From PostgreSQL 16 on it has an auditor's rights only while it does.
    execute 'grant facematch_auditor to facematch_api'
            || case when current_setting('server_version_num')::integer >= 160000 then ' with inherit false' else '' end;
    revoke all on schema public from public;

    -- Tables of a version before, which the superuser made.
    for thing in select format('%I.%I', 'public', relname) from pg_class
                 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                   and relowner <> 'facematch_owner'::regrole
    loop
        execute format('alter table %s owner to facematch_owner', thing);
    end loop;
    for thing in select oid::regprocedure from pg_proc
                 where pronamespace = 'public'::regnamespace and proowner <> 'facematch_owner'::regrole
    loop
        execute format('alter function %s owner to facematch_owner', thing);
    end loop;
end;
$$;
