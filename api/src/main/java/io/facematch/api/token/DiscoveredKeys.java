package io.facematch.api.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import io.facematch.start.UnusableSetting;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key set that an issuer's metadata names (OpenID Connect Discovery, RFC 8414). Fetched when first needed, so that
 * the API can start while the issuer is away.
 */
final class DiscoveredKeys implements JWKSetSource<SecurityContext> {
    private final String issuer;
    private final List<URL> metadata;
    private final ResourceRetriever retriever;
    private volatile @Nullable URLBasedJWKSetSource<SecurityContext> keys;

    DiscoveredKeys(String issuer, ResourceRetriever retriever) {
        this.issuer = issuer;
        this.metadata = metadata(issuer);
        this.retriever = retriever;
    }

    private static List<URL> metadata(String issuer) {
        try {
            var uri = URI.create(issuer);
            var path = uri.getPath().replaceFirst("/$", "");
            return List.of(
                    uri.resolve(path + "/.well-known/openid-configuration").toURL(),
                    uri.resolve("/.well-known/openid-configuration" + path).toURL(),
                    uri.resolve("/.well-known/oauth-authorization-server" + path)
                            .toURL());
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new UnusableSetting("FACEMATCH_SECURITY_ISSUER_URI is no http or https address", e);
        }
    }

    @Override
    public JWKSet getJWKSet(
            JWKSetCacheRefreshEvaluator refreshEvaluator, long currentTime, @Nullable SecurityContext context)
            throws KeySourceException {
        var source = keys;
        if (source == null) {
            source = new URLBasedJWKSetSource<>(discover(), retriever);
            keys = source;
        }
        return source.getJWKSet(refreshEvaluator, currentTime, context);
    }

    private URL discover() throws KeySourceException {
        IOException failure = new IOException("no metadata");
        for (var place : metadata) {
            try {
                var found =
                        JSONObjectUtils.parse(retriever.retrieveResource(place).getContent());
                if (!issuer.equals(found.get("issuer"))) {
                    throw new IOException("the metadata is of another issuer");
                }
                return URI.create(String.valueOf(found.get("jwks_uri"))).toURL();
            } catch (IOException e) {
                failure = e;
            } catch (ParseException | IllegalArgumentException e) {
                failure = new IOException("the metadata can't be read", e);
            }
        }
        throw new JWKSetRetrievalException("The issuer's metadata, which name its keys, can't be read", failure);
    }

    @Override
    public void close() {
        // Nothing stays open between requests.
    }
}
