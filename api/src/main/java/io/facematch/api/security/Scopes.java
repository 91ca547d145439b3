package io.facematch.api.security;

import java.util.List;

/** What a token may be for. */
public final class Scopes {
    /** Submit single pairs. */
    public static final String COMPARE = "facematch.compare";
    /** Submit archives. */
    public static final String BULK = "facematch.bulk";

    public static final List<String> ALL = List.of(COMPARE, BULK);

    private Scopes() {}
}
