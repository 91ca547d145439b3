package io.facematch.api.token;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

/**
 * The issuer inside this process, when it is switched on: the API knows its keys without asking over HTTP.
 *
 * @param uri the {@code iss} of its tokens
 * @param keys what they are checked with, public halves only; each names its algorithm
 */
public record OwnIssuer(String uri, JWKSource<SecurityContext> keys) {}
