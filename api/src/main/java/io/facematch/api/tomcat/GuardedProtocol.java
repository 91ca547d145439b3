package io.facematch.api.tomcat;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP over connections that are counted and watched. Public because Tomcat makes it, by its name. */
public final class GuardedProtocol extends Http11NioProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedProtocol.class);
    private static final ThreadLocal<Connection> CURRENT = new ThreadLocal<>();

    private final Endpoint endpoint;

    public GuardedProtocol() {
        this(new Endpoint());
    }

    private GuardedProtocol(Endpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        endpoint.setHandler(new Observer(endpoint.getHandler()));
    }

    /** To be called before it starts. */
    void guard(Connections connections) {
        endpoint.guarded = connections;
    }

    /** The connection whose request this thread answers; null on other threads. */
    static @Nullable Connection current() {
        return CURRENT.get();
    }

    private static final class Endpoint extends NioEndpoint {
        private @Nullable Connections guarded;

        @Override
        protected NioChannel createChannel(SocketBufferHandler buffers) {
            return new Connection(buffers, connections());
        }

        /** Called for each connection that was accepted; whatever is refused here costs nothing more. */
        @Override
        protected boolean setSocketOptions(SocketChannel socket) {
            try {
                if (connections().admits(Connection.address(socket))) {
                    return super.setSocketOptions(socket);
                }
            } catch (IOException e) {
                LOG.debug("A client has gone as soon as it came", e);
            }
            destroySocket(socket);
            return false;
        }

        private Connections connections() {
            return Objects.requireNonNull(guarded, "set before the start");
        }
    }

    /** Sees when a thread takes up a connection and when it leaves it. Tomcat lets only one at a time do so. */
    private record Observer(Handler<NioChannel> handler) implements Handler<NioChannel> {
        @Override
        public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
            if (!(socket.getSocket() instanceof Connection connection)) {
                return handler.process(socket, event); // it is closed
            }
            CURRENT.set(connection);
            try {
                var state = handler.process(socket, event);
                switch (state) {
                    case OPEN -> connection.rests(event != SocketEvent.TIMEOUT);
                    case LONG -> connection.rests(false);
                    default -> {
                        // It ends, or its thread comes back to it.
                    }
                }
                return state;
            } finally {
                CURRENT.remove();
            }
        }

        @Override
        public Object getGlobal() {
            return handler.getGlobal();
        }

        @Override
        public void release(SocketWrapperBase<NioChannel> socket) {
            handler.release(socket);
        }

        @Override
        public void pause() {
            handler.pause();
        }

        @Override
        public void recycle() {
            handler.recycle();
        }
    }
}
