/** What people who know say of outcomes: whether both photos are of one person. */
@NullMarked
package io.facematch.api.audit.feedback;

import org.jspecify.annotations.NullMarked;
