/** Exporting outcomes: all that a search finds, as a file that is made while it is sent. */
@NullMarked
package io.facematch.api.audit.export;

import org.jspecify.annotations.NullMarked;
