package io.facematch.api.security;

/**
 * Whose work it is.
 *
 * @param tenant decides what can be seen
 * @param client the tenant's system that sent it, for the audit
 */
public record Owner(String tenant, String client) {}
