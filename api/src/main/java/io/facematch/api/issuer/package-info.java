/** The API as an issuer of tokens, for installations without one: clients with secrets, and the OAuth 2.0 endpoints. */
@NullMarked
package io.facematch.api.issuer;

import org.jspecify.annotations.NullMarked;
