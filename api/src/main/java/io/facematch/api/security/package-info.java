/** Who may do what: bearer tokens, scopes, tenants. */
@NullMarked
package io.facematch.api.security;

import org.jspecify.annotations.NullMarked;
