/** How much a tenant may ask for: requests in a second, uploads at once, pairs in a job. */
@NullMarked
package io.facematch.api.limit;

import org.jspecify.annotations.NullMarked;
