/** The pages that a browser opens: the playground and its documentation. */
@NullMarked
package io.facematch.api.web;

import org.jspecify.annotations.NullMarked;
