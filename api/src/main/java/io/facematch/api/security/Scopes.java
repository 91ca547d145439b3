package io.facematch.api.security;

import java.util.List;

/** What a token may be for. */
public final class Scopes {
    /** Submit single pairs, and see what becomes of them. */
    public static final String COMPARE = "facematch.compare";
    /** Submit archives and see them; cancel whatever the same client sent. */
    public static final String BULK = "facematch.bulk";
    /** See all jobs of the same client. */
    public static final String READ = "facematch.read";
    /** See all jobs of the tenant. */
    public static final String READ_TENANT = "facematch.read.tenant";
    /** Cancel whatever the token may see. */
    public static final String CANCEL = "facematch.cancel";
    /** Search, see and export the outcomes of the tenant, whoever asked for them. */
    public static final String AUDIT = "facematch.audit";
    /** See in them, too, by what a subject can be recognized. */
    public static final String AUDIT_SENSITIVE = "facematch.audit.sensitive";
    /**
     * Do for any tenant what the other scopes allow for the token's own, where a route offers it; see who looked, say how
     * long outcomes are kept, and erase subjects.
     */
    public static final String ADMIN = "facematch.admin";

    /** What a person gets who works as a tenant on this machine, and asks for nothing else. */
    public static final List<String> OF_TENANT = List.of(COMPARE, BULK, READ, READ_TENANT, CANCEL, AUDIT);

    /** What a program gets that asks for nothing else: submit, and see its own jobs. */
    public static final List<String> OF_CLIENT = List.of(COMPARE, BULK);

    public static final List<String> ALL =
            List.of(COMPARE, BULK, READ, READ_TENANT, CANCEL, AUDIT, AUDIT_SENSITIVE, ADMIN);

    private Scopes() {}
}
