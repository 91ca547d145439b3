package io.facematch.api.token;

/** Clients whose tokens are not valid any more, although they have not expired. */
public interface DeniedClients {
    /** Asked for each request; must not wait for anything. */
    boolean denies(String client);
}
