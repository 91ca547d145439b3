package io.facematch.api.token;

import com.nimbusds.jose.jwk.JWK;

/**
 * The issuer inside this process, when it is switched on: the API knows its key without asking over HTTP.
 *
 * @param uri the {@code iss} of its tokens
 * @param key what they are checked with; it names its algorithm
 */
public record OwnIssuer(String uri, JWK key) {
    public OwnIssuer {
        if (key.isPrivate() || key.getAlgorithm() == null) {
            throw new IllegalArgumentException("this is no public key with an algorithm");
        }
    }
}
