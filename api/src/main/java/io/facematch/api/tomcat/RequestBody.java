package io.facematch.api.tomcat;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;

/** The body of the request that this thread answers. */
public final class RequestBody {
    private RequestBody() {}

    /** Of a sender who is not known yet, nobody waits for long. The one who reads it gets a time-out afterwards. */
    public static void mustArriveWithin(Duration time) {
        var connection = GuardedProtocol.current();
        if (connection != null) {
            connection.bodyWithin(time);
        }
    }

    /** Whoever has checked its token says so: a client of ours may read an error although its body was too large. */
    public static void hasKnownSender(HttpServletRequest request) {
        request.setAttribute(ConnectionGuard.SENDER_IS_KNOWN, true);
    }
}
