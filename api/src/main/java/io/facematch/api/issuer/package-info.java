/**
 * The API as an issuer of tokens, for installations without one: clients with secrets, and the OAuth 2.0 endpoints.
 *
 * <p>More than twelve types, because Spring Authorization Server takes each of its parts as a type of its own.
 */
@NullMarked
package io.facematch.api.issuer;

import org.jspecify.annotations.NullMarked;
