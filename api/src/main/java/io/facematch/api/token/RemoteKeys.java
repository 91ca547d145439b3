package io.facematch.api.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import io.facematch.start.UnusableSetting;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;

/**
 * The key set of an issuer elsewhere, fetched when first needed and kept. For an unknown key id it is fetched again,
 * since the issuer may have changed its keys; but not often, since every client can send tokens with invented ids.
 * While the issuer is away, keys are used for up to an hour.
 */
final class RemoteKeys implements JWKSource<SecurityContext> {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration KEPT_WITHOUT_ISSUER = Duration.ofHours(1);
    /** Two fetches at most in each of these. */
    private static final Duration FETCH_INTERVAL = Duration.ofSeconds(30);

    private static final Duration FETCH_LIMIT = Duration.ofSeconds(3);
    private static final Duration WAIT_FOR_OTHERS_FETCH = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 1 << 18;

    private final JWKSource<SecurityContext> keys;
    private volatile boolean fetched;

    private RemoteKeys(JWKSetSource<SecurityContext> source) {
        this.keys = JWKSourceBuilder.create(source)
                .cache(KEPT.toMillis(), WAIT_FOR_OTHERS_FETCH.toMillis())
                .refreshAheadCache(false)
                .rateLimited(FETCH_INTERVAL.toMillis())
                .outageTolerant(KEPT_WITHOUT_ISSUER.toMillis())
                .build();
    }

    static RemoteKeys at(URI address) {
        try {
            return new RemoteKeys(new URLBasedJWKSetSource<>(address.toURL(), retriever()));
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new UnusableSetting("FACEMATCH_SECURITY_JWK_SET_URI is no http or https address", e);
        }
    }

    static RemoteKeys of(String issuer) {
        return new RemoteKeys(new DiscoveredKeys(issuer, retriever()));
    }

    private static ResourceRetriever retriever() {
        var limit = Math.toIntExact(FETCH_LIMIT.toMillis());
        return new DefaultResourceRetriever(limit, limit, MAX_BYTES) {
            // The operator named this address; whoever answers there must not choose another one.
            @Override
            protected HttpURLConnection openHTTPConnection(URL address) throws IOException {
                var connection = super.openHTTPConnection(address);
                connection.setInstanceFollowRedirects(false);
                return connection;
            }
        };
    }

    @Override
    public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
        try {
            var found = keys.get(selector, context);
            fetched = true;
            return found;
        } catch (RateLimitReachedException e) {
            if (!fetched) {
                throw e; // the issuer does not answer: not the token's fault
            }
            return List.of(); // a moment ago there was no such key
        }
    }
}
