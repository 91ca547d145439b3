package io.facematch.api.audit.pack;

import io.facematch.api.audit.filter.OutcomeFilter;
import io.facematch.api.security.Owner;
import java.time.Instant;
import java.util.UUID;

/**
 * What a pack is to be of.
 *
 * @param id of the export that it is
 * @param filter oldest first
 * @param withSubjects whether it shows by what a subject can be recognized
 * @param by who asked, and {@code at} when
 */
public record PackRequest(UUID id, OutcomeFilter filter, boolean withSubjects, Owner by, Instant at) {}
