/** Finding outcomes: by what they are searched, page by page, and all that is known of one. */
@NullMarked
package io.facematch.api.audit.query;

import org.jspecify.annotations.NullMarked;
