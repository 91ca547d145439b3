package io.facematch.api.webhooks.address;

/** Nothing is sent to this address. The message says why, in words for whoever registered it, and does not repeat it. */
public final class RefusedAddress extends Exception {
    RefusedAddress(String why) {
        super(why);
    }
}
