-- With all that tells what another threshold would have decided: the index alone answers for a year, without a look at each entry.
drop index audit_entry_by_similarity;
create index audit_entry_by_similarity on audit_entry (tenant, similarity)
    include (decided_at, accepted_on, leaf_index, decision, client, surface, embedder) where similarity is not null;

-- A client that never used a surface has no entries to be looked at.
drop index audit_entry_by_client;
create index audit_entry_by_client on audit_entry (tenant, client, decided_at, surface);
