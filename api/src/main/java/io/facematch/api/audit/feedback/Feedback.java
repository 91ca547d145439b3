package io.facematch.api.audit.feedback;

import java.time.Instant;

/**
 * What somebody said of an outcome.
 *
 * @param samePerson whether both photos are of one person
 * @param client that said so
 */
public record Feedback(boolean samePerson, Instant at, String client) {}
