package io.facematch.api.problem;

import java.util.Map;

/** What a browser that shows an answer of the API may do with it: nothing. Pages have rules of their own. */
public final class BrowserRules {
    /** The content security policy. */
    public static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

    /** All of them, by the names of their headers; for answers that Spring Security's own writers never see. */
    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", POLICY,
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "X-Content-Type-Options", "nosniff");

    private BrowserRules() {}
}
