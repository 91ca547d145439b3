package io.facematch.api.tokenrequest;

/**
 * An address at which whoever comes may ask for a token, contributed as a bean by its dialect.
 *
 * @param path of the only route there
 */
public record TokenRoute(String path) {}
