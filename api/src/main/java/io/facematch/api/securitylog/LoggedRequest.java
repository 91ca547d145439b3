package io.facematch.api.securitylog;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** What those who answer a request learn of it, for the line that is written when it is answered. */
public final class LoggedRequest {
    static final String TENANT = LoggedRequest.class.getName() + ".tenant";
    static final String CLIENT = LoggedRequest.class.getName() + ".client";
    static final String ASKS_FOR_TOKEN = LoggedRequest.class.getName() + ".asksForToken";

    static final String BY_LINK = LoggedRequest.class.getName() + ".byLink";

    private static final Pattern CLIENT_ID = Pattern.compile("fmc_[A-Za-z0-9_-]{22}");

    private LoggedRequest() {}

    /** Its token was valid. */
    public static void isSentBy(HttpServletRequest request, String tenant, String client) {
        request.setAttribute(TENANT, tenant);
        request.setAttribute(CLIENT, client);
    }

    public static void asksForToken(HttpServletRequest request) {
        request.setAttribute(ASKS_FOR_TOKEN, true);
    }

    /** It asks for a token by the code of a link. */
    public static void comesByLink(HttpServletRequest request) {
        request.setAttribute(BY_LINK, true);
    }

    /**
     * It asks for a token of this client.
     *
     * @param client as the request says, which may be anything: somebody may have typed the secret there
     */
    public static void names(HttpServletRequest request, String client) {
        request.setAttribute(CLIENT, CLIENT_ID.matcher(client).matches() ? client : "unknown");
    }
}
