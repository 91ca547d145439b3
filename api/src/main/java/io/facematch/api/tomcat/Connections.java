package io.facematch.api.tomcat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All connections of the web server: how many each address has, and how long each keeps the server waiting. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final ConnectionSettings settings;
    private final InstantSource clock;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<InetAddress, Integer> ofAddress = new ConcurrentHashMap<>();

    Connections(ConnectionSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** In milliseconds. */
    long now() {
        return clock.millis();
    }

    /** With a body of any request. */
    Patience patience() {
        return Patience.paced(settings.uploadWithin());
    }

    /** Whether this address may have one more. */
    boolean admits(@Nullable InetAddress address) {
        return address == null
                || settings.isProxy(address)
                || ofAddress.getOrDefault(address, 0) < settings.perAddress();
    }

    void opened(Connection connection) {
        if (open.add(connection) && connection.address() != null) {
            ofAddress.merge(connection.address(), 1, Integer::sum);
        }
    }

    void closed(Connection connection) {
        if (open.remove(connection) && connection.address() != null) {
            ofAddress.computeIfPresent(connection.address(), (address, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Looks at each of them. */
    void judge() {
        var now = now();
        for (var connection : open) {
            try {
                connection.judge(now);
            } catch (IOException | RuntimeException e) {
                LOG.debug("A connection was closed while it was looked at", e);
            }
        }
    }
}
