package io.facematch.standalone.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks addresses for files, and waits for answers no longer than there is patience, whatever a network does. */
final class Http implements AutoCloseable {
    private static final int MOST_REDIRECTS = 3;

    private final HttpClient client;
    private final Proxies proxies;
    private final Patience patience;
    private Duration left;

    Http(Proxies proxies, Patience patience) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxies)
                .authenticator(proxies.authenticator())
                .build();
        this.proxies = proxies;
        this.patience = patience;
        this.left = patience.answers();
    }

    /**
     * Returns when the first bytes are there.
     *
     * @param bytes how many the address should give
     * @throws Delivery.Failed if it does not give them
     */
    InputStream open(URI address, long bytes) throws InterruptedException {
        var limit = left.compareTo(patience.answer()) < 0 ? left : patience.answer();
        if (!limit.isPositive()) {
            throw new Delivery.Failed(address.getHost() + " was not asked, as others took too long to answer");
        }
        var started = System.nanoTime();
        try {
            return open(address, bytes, started + limit.toNanos());
        } finally {
            left = left.minusNanos(System.nanoTime() - started);
        }
    }

    private InputStream open(URI address, long bytes, long end) throws InterruptedException {
        var body = new Body(patience.silence());
        var answer = follow(address, end);
        answer.body().subscribe(body);
        try {
            requireExpected(answer, bytes);
            body.awaitFirst(end - System.nanoTime());
            return body;
        } catch (Delivery.Failed e) {
            body.close();
            throw e;
        } catch (InterruptedIOException e) {
            body.close();
            throw silent(address);
        } catch (IOException e) {
            body.close();
            throw new Delivery.Failed(address.getHost() + " broke off (" + Delivery.reason(e) + ")");
        }
    }

    /** Follows redirects on the same server only: who else may answer is written on no card. */
    private HttpResponse<Publisher<List<ByteBuffer>>> follow(URI address, long end) throws InterruptedException {
        var at = address;
        for (var redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            var answer = ask(at, end);
            var location = answer.headers().firstValue("Location");
            if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
                return answer;
            }
            discard(answer);
            at = redirected(at, location.get());
        }
        throw new Delivery.Failed(address.getHost() + " redirects again and again");
    }

    private static URI redirected(URI from, String location) {
        try {
            var to = from.resolve(location);
            if (server(to).equals(server(from))) {
                return to;
            }
            throw new Delivery.Failed(
                    from.getHost() + " redirects to another server, " + server(to) + ", which is not followed");
        } catch (IllegalArgumentException e) {
            throw new Delivery.Failed(from.getHost() + " redirects to something that is no address");
        }
    }

    private static String server(URI address) {
        var port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return (address.getScheme() + "://" + address.getHost() + port).toLowerCase(Locale.ROOT);
    }

    private HttpResponse<Publisher<List<ByteBuffer>>> ask(URI address, long end) throws InterruptedException {
        requireUsableProxy(address);
        var answer = client.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofPublisher());
        try {
            return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw silent(address);
        } catch (ExecutionException e) {
            throw new Delivery.Failed(address.getHost() + " can't be reached ("
                    + Delivery.reason(e.getCause() == null ? e : e.getCause()) + ")");
        } finally {
            answer.cancel(true);
        }
    }

    private void requireUsableProxy(URI address) {
        try {
            proxies.select(address);
        } catch (IllegalArgumentException e) {
            throw new Delivery.Failed(address.getHost() + " can't be reached: " + e.getMessage());
        }
    }

    private static Delivery.Failed silent(URI address) {
        return new Delivery.Failed(address.getHost() + " did not answer in time");
    }

    private static void requireExpected(HttpResponse<?> answer, long bytes) {
        if (answer.statusCode() == 404) {
            throw Delivery.Failed.missing(answer.uri() + " answered 404");
        }
        if (answer.statusCode() != 200) {
            throw new Delivery.Failed(answer.uri() + " answered " + answer.statusCode());
        }
        answer.headers().firstValueAsLong("Content-Length").ifPresent(length -> {
            if (length != bytes) {
                throw new Delivery.Failed(String.format(
                        Locale.ROOT, "%s has %,d bytes, but the card says %,d", answer.uri(), length, bytes));
            }
        });
    }

    private void discard(HttpResponse<Publisher<List<ByteBuffer>>> answer) {
        var body = new Body(patience.silence());
        answer.body().subscribe(body);
        body.close();
    }

    /** Does not wait for what was given up. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
