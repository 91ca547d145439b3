package io.facematch.api.webhooks.delivery;

import io.facematch.api.webhooks.address.CheckedResolver;
import io.facematch.api.webhooks.address.CheckedResolver.ForbiddenNetwork;
import io.facematch.api.webhooks.address.WebhookAddress;
import io.facematch.api.webhooks.delivery.Answer.None;
import io.facematch.api.webhooks.delivery.Answer.Status;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Makes attempts: one connection each, to an address that was looked up and checked for it alone, and nothing but a POST on it.
 * Follows no redirect, keeps no cookie and no password, asks no proxy, and reads of the answer only the head. Safe for use by
 * many threads.
 */
final class Sender implements AutoCloseable {
    private static final int LONGEST_LINE = 8192;
    private static final int MOST_HEADERS = 100;
    /** Who limits attempts is not the pool: it must only not be what they wait for. */
    private static final int NO_LIMIT = 100_000;

    private final CloseableHttpClient client;
    private final Patience patience;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor deadlines;

    Sender(CheckedResolver resolver, SSLContext tls, Patience patience, InstantSource clock) {
        this.patience = patience;
        this.clock = clock;
        this.client = client(resolver, tls, patience);
        this.deadlines = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("webhook-deadlines").daemon().factory());
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /**
     * How long a receiver may take.
     *
     * @param connecting to each address of its host
     * @param whole from the look-up of its host to the head of its answer
     */
    record Patience(Duration connecting, Duration whole) {
        static final Patience USUAL = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    private static CloseableHttpClient client(CheckedResolver resolver, SSLContext tls, Patience patience) {
        var connecting = Timeout.of(patience.connecting());
        var whole = Timeout.of(patience.whole());
        var limits = Http1Config.custom()
                .setMaxLineLength(LONGEST_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connecting).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connecting)
                        .setSocketTimeout(whole)
                        .build())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(limits)
                        .build())
                .setMaxConnTotal(NO_LIMIT)
                .setMaxConnPerRoute(NO_LIMIT)
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                // Each attempt looks its host up anew: what was checked once may lead elsewhere now.
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setRoutePlanner(new DefaultRoutePlanner(null))
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .setUserAgent("Facematch-Webhooks/1")
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(whole)
                        .setConnectionRequestTimeout(connecting)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .build();
    }

    /** Takes as long as a receiver may, at most. */
    Answer send(WebhookAddress address, Map<String, String> headers, byte[] body) {
        var post = new HttpPost(address.uri());
        headers.forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        var isLate = new AtomicBoolean();
        var deadline = deadlines.schedule(
                () -> {
                    isLate.set(true);
                    post.abort();
                },
                patience.whole().toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            var response =
                    client.executeOpen(new HttpHost(address.scheme(), address.host(), address.port()), post, null);
            var status = new Status(response.getCode(), retryAfter(response.getFirstHeader(HttpHeaders.RETRY_AFTER)));
            // Gives the connection up. To close the answer would read on to the end of its body.
            post.abort();
            return status;
        } catch (IOException e) {
            return new None(isLate.get() ? Reason.TIMED_OUT : reason(e));
        } catch (IllegalStateException e) {
            // What the client throws when it finds its connection taken away.
            if (isLate.get()) {
                return new None(Reason.TIMED_OUT);
            }
            throw e;
        } finally {
            deadline.cancel(false);
        }
    }

    private static Reason reason(IOException failure) {
        if (failure instanceof ForbiddenNetwork) {
            return Reason.FORBIDDEN_NETWORK;
        }
        if (failure instanceof UnknownHostException) {
            return Reason.NOT_RESOLVED;
        }
        if (failure instanceof SSLException) {
            return Reason.TLS;
        }
        return failure instanceof SocketTimeoutException ? Reason.TIMED_OUT : Reason.CONNECTION;
    }

    /** Seconds, or a time (RFC 9110, 10.2.3). What is neither was not said. */
    private @Nullable Duration retryAfter(@Nullable Header header) {
        var text = header == null || header.getValue() == null
                ? ""
                : header.getValue().strip();
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Integer.parseInt(text));
        }
        try {
            var at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Duration.between(clock.instant(), at);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        deadlines.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
