/** Erasing what tells of a subject, without breaking the proof of what was decided. */
@NullMarked
package io.facematch.api.audit.erasure;

import org.jspecify.annotations.NullMarked;
