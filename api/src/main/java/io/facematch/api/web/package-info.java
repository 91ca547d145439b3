/** What needs no token: the pages, and health at the API's own port. */
@NullMarked
package io.facematch.api.web;

import org.jspecify.annotations.NullMarked;
