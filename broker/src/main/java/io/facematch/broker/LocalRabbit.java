package io.facematch.broker;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The RabbitMQ on this machine that serves a Facematch for which none is configured. */
public final class LocalRabbit implements AutoCloseable {
    /** The system property with the path of {@code scripts/rabbitmq}, which installs RabbitMQ on Debian and Ubuntu. */
    public static final String INSTALLER = "launcher.rabbitmq-installer";

    private static final int USUAL_PORT = 5672;

    private final String uri;
    private final @Nullable RabbitNode node;

    private LocalRabbit(String uri, @Nullable RabbitNode node) {
        this.uri = uri;
        this.node = node;
    }

    /**
     * Whether something listens where brokers usually do. It is not ours, and is not even asked what it is: any user of
     * the machine may listen there.
     */
    public static boolean isSomethingAtTheUsualPort() {
        return !new LoopbackPort(USUAL_PORT).isFree();
    }

    /** A broker that is configured, and not ours to start or stop. */
    public static LocalRabbit configured(String uri) {
        return new LocalRabbit(uri, null);
    }

    /**
     * Launches a private node, or takes over the one that a killed process left behind. Returns before the node is
     * ready.
     *
     * @param folder of the node; only one process at a time may use it
     */
    public static LocalRabbit launch(Path folder) throws IOException {
        var node = RabbitNode.in(folder);
        node.launch();
        return new LocalRabbit(node.uri(), node);
    }

    /** Stops the private node of a folder, whichever process launched it. */
    public static void stop(Path folder) throws IOException {
        RabbitNode.in(folder).stop();
    }

    /** Whether this is a node of our own, which ends when this is closed. */
    public boolean isPrivate() {
        return node != null;
    }

    /** Known before the broker is ready. */
    public String uri() {
        return uri;
    }

    /** @throws IOException if the private node does not come up, with the end of its log */
    public void awaitReady() throws IOException {
        if (node != null) {
            node.awaitReady();
        }
    }

    /** Stops the private node; what it stored stays in its folder. Another broker goes on. */
    @Override
    public void close() throws IOException {
        if (node != null) {
            node.stop();
        }
    }
}
