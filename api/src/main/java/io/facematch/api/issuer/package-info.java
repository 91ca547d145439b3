/** The API as an issuer of tokens, for those who have none: clients with secrets, and the OAuth 2.0 endpoints. */
@NullMarked
package io.facematch.api.issuer;

import org.jspecify.annotations.NullMarked;
