-- Lists of jobs of one state, newest first; and of archives, which are few among single pairs.
create index job_by_state on job (tenant, state, id desc);
create index job_of_archives on job (tenant, id desc) where kind = 'BULK';
