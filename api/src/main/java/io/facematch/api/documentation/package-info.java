/** The contract of the HTTP API, for programs and for people. */
@NullMarked
package io.facematch.api.documentation;

import org.jspecify.annotations.NullMarked;
