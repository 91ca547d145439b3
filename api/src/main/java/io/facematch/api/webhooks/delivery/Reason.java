package io.facematch.api.webhooks.delivery;

import java.util.Locale;

/** Why an attempt failed. */
enum Reason {
    /** The receiver answered, but with no status from 200 to 299. A redirect is not followed. */
    STATUS,
    /** It answered 410: nothing more is sent to it. */
    GONE,
    /** It took longer than it may, to connect or in all. */
    TIMED_OUT,
    /** Its host has no address. */
    NOT_RESOLVED,
    /** Its host leads into a network that webhooks do not go to. */
    FORBIDDEN_NETWORK,
    /** The operator allows its host no more. */
    HOST_NOT_ALLOWED,
    /** There is no TLS with it, or its certificate is not one of this host. */
    TLS,
    /** The connection was refused, or broke, or the answer is not HTTP. */
    CONNECTION,
    /** Something unexpected in this server, whose log has more. */
    INTERNAL_ERROR;

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
