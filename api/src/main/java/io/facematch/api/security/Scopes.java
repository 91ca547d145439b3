package io.facematch.api.security;

/** What a token may be for. */
public final class Scopes {
    /** Submit single pairs. */
    public static final String COMPARE = "facematch.compare";
    /** Submit archives. */
    public static final String BULK = "facematch.bulk";

    private Scopes() {}
}
