package io.facematch.api.tomcat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * One connection, through which all of its bytes pass, whoever reads or writes them: a controller, the container's
 * parsers, or what drops the rest of a body. So a limit that is kept here is kept everywhere.
 *
 * <p>Tomcat uses an object again for the next connection after it has reset this one.
 */
final class Connection extends NioChannel {
    /** From the first byte of a request, or the first moment of a connection, to the end of the headers. */
    static final Duration HEAD_WITHIN = Duration.ofSeconds(10);
    /** For the rest of a body that is not needed any more. A client that still sends it gets to read its answer. */
    static final Duration REST_WITHIN = Duration.ofSeconds(2);
    /** A client may read an answer for days if it reads steadily: a large download over a slow network. */
    private static final Patience READER = Patience.paced(Duration.ofDays(365));

    private final Connections connections;
    private final Waiting in = new Waiting();
    private final Waiting out = new Waiting();

    private Phase phase = Phase.HEAD;
    private Patience body;
    private boolean tooSlow;
    private @Nullable InetAddress address;

    private enum Phase {
        /** A request begins, or is awaited for the first time. */
        HEAD,
        /** The application has it. */
        REQUEST,
        /** It is answered; the rest of its body is dropped. */
        END,
        /** Between two requests: Tomcat's own limit holds. */
        IDLE
    }

    Connection(SocketBufferHandler buffers, Connections connections) {
        super(buffers);
        this.connections = connections;
        this.body = connections.patience();
    }

    @Override
    public void reset(@Nullable SocketChannel channel, @Nullable NioSocketWrapper wrapper) throws IOException {
        synchronized (this) {
            super.reset(channel, wrapper);
            if (channel == null) {
                connections.closed(this); // also when something else than Tomcat has closed it
                return;
            }
            out.begin();
            tooSlow = false;
            headBegins();
            address = address(channel);
        }
        connections.opened(this);
    }

    static @Nullable InetAddress address(SocketChannel channel) throws IOException {
        return channel.getRemoteAddress() instanceof InetSocketAddress peer ? peer.getAddress() : null;
    }

    @Nullable
    InetAddress address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        connections.closed(this);
        super.close();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return Math.toIntExact(received(super.read(target)));
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return received(super.read(targets, offset, length));
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        var wanted = source.hasRemaining();
        return Math.toIntExact(sent(wanted, super.write(source)));
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        return sent(true, super.write(sources, offset, length));
    }

    private synchronized long received(long bytes) throws IOException {
        if (tooSlow) {
            throw new SocketTimeoutException("the bytes arrive too slowly");
        }
        if (bytes >= 0) {
            in.moved(bytes, connections.now());
        }
        if (bytes > 0 && phase == Phase.IDLE) {
            headBegins();
        }
        return bytes;
    }

    private synchronized long sent(boolean wanted, long bytes) {
        if (wanted) {
            out.moved(bytes, connections.now());
        }
        return bytes;
    }

    /** The application gets the request. */
    synchronized void requestBegins() {
        body = connections.patience();
        in.begin();
        out.begin();
        phase = Phase.REQUEST;
    }

    /** The whole body of this request must be there within this time. */
    synchronized void bodyWithin(Duration time) {
        body = Patience.total(time);
    }

    /** The request is answered. */
    synchronized void requestEnds() {
        in.begin();
        phase = Phase.END;
    }

    /** No thread has anything to do for this connection now, until more bytes arrive. */
    synchronized void rests(boolean betweenRequests) {
        if (betweenRequests) {
            in.begin();
            phase = Phase.IDLE;
        } else if (phase == Phase.END) {
            headBegins(); // the next one has come in part
        }
    }

    private void headBegins() {
        in.begin();
        in.moved(0, connections.now());
        phase = Phase.HEAD;
    }

    /** Breaks what waits for this connection if that has taken too long. */
    synchronized void judge(long now) throws IOException {
        var channel = getIOChannel();
        if (socketWrapper == null || channel == null || !channel.isOpen()) {
            return;
        }
        if (out.exceeds(READER, now)) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0); // what the client does not read is dropped
            channel.shutdownOutput();
        }
        if (!tooSlow && isTooSlow(now)) {
            tooSlow = true;
            channel.shutdownInput(); // wakes whoever waits
        }
    }

    private boolean isTooSlow(long now) {
        return switch (phase) {
            case HEAD -> in.exceeds(Patience.total(HEAD_WITHIN), now);
            case REQUEST -> in.exceeds(body, now);
            case END -> in.exceeds(Patience.total(REST_WITHIN), now);
            case IDLE -> false;
        };
    }
}
