-- With the whole order of a search, and the threshold: the index alone finds the page of a narrow range, and the decisions close to
-- their threshold, without a look at each entry of them.
drop index audit_entry_by_similarity;
create index audit_entry_by_similarity on audit_entry (tenant, similarity)
    include (decided_at, job_id, pair_index, accepted_on, leaf_index, decision, client, surface, embedder, threshold)
    where similarity is not null;
