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
    /** Reserved: no route asks for it yet. */
    public static final String AUDIT = "facematch.audit";
    /** Reserved, too. */
    public static final String ADMIN = "facematch.admin";

    /** Those that some route asks for. */
    public static final List<String> IN_USE = List.of(COMPARE, BULK, READ, READ_TENANT, CANCEL);

    /** What a program gets that asks for nothing else: submit, and see its own jobs. */
    public static final List<String> OF_CLIENT = List.of(COMPARE, BULK);

    public static final List<String> ALL = List.of(COMPARE, BULK, READ, READ_TENANT, CANCEL, AUDIT, ADMIN);

    private Scopes() {}
}
