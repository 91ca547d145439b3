package io.facematch.api.tomcat;

import io.facematch.api.problem.ErrorAnswers;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Keeps slow and idle clients from costing others anything. Each request has a virtual thread, so that waiting for a
 * client holds nothing scarce; and no connection may make the server wait for long ({@link Connection}).
 */
@Component
class ConnectionGuard implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    /** Attribute of a request whose sender is known. */
    static final String SENDER_IS_KNOWN = ConnectionGuard.class.getName() + ".known";

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionGuard.class);
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final long REST_OF_KNOWN_SENDER = 16 << 20;

    private final Connections connections;
    private final Thread watch =
            Thread.ofPlatform().daemon().name("connections").unstarted(this::look);

    ConnectionGuard(ConnectionSettings settings, InstantSource clock) {
        this.connections = new Connections(settings, clock);
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(GuardedProtocol.class.getName());
        factory.addProtocolHandlerCustomizers((GuardedProtocol protocol) -> {
            protocol.guard(connections);
            protocol.setExecutor(new VirtualThreadExecutor("http-"));
        });
        factory.addEngineValves(new Phases());
        watch.start();
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY_MILLIS);
                connections.judge();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends
        }
    }

    @PreDestroy
    void close() {
        watch.interrupt();
    }

    /** Tells a connection when its request begins and ends. An answer that comes before the body was read is the last one. */
    private static final class Phases extends ValveBase {
        Phases() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            var connection = GuardedProtocol.current();
            if (connection != null) {
                connection.requestBegins();
                var sent = request.getCoyoteRequest();
                request.setAttribute(ErrorAnswers.BODY_IS_UNREAD, (BooleanSupplier) () -> !sent.isFinished());
            }
            getNext().invoke(request, response);
            if (!request.isAsync() && connection != null) {
                end(request, response, connection);
            }
        }

        private static void end(Request request, Response response, Connection connection) throws IOException {
            var sent = request.getCoyoteRequest();
            if (sent.isFinished()) {
                connection.requestEnds();
                return;
            }
            if (!response.isCommitted()) {
                response.setHeader("Connection", "close");
            }
            response.finishResponse();
            // From here on Tomcat itself drops what comes: 64 KiB of it.
            connection.requestEnds();
            if (request.getAttribute(SENDER_IS_KNOWN) != null && sent.getHeader("Expect") == null) {
                drop(sent);
            }
        }

        /** Many clients read no answer before they have sent everything; this one may learn that it was too much. */
        private static void drop(org.apache.coyote.Request sent) {
            var rest = new Rest();
            try {
                for (long dropped = 0; dropped < REST_OF_KNOWN_SENDER; ) {
                    var read = sent.doRead(rest);
                    if (read < 0) {
                        return;
                    }
                    dropped += read;
                }
            } catch (IOException e) {
                LOG.debug("The rest of a body did not come in time", e);
            }
        }
    }

    private static final class Rest implements ApplicationBufferHandler {
        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // The container brings its own.
        }
    }
}
