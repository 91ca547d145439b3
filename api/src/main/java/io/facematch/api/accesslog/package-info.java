/** Keeps who looked at what: a row for each answer that had outcomes or accesses in it, written before it is sent. */
@NullMarked
package io.facematch.api.accesslog;

import org.jspecify.annotations.NullMarked;
