package io.facematch.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/**
 * A broker and a database in containers of this JVM, where a container engine answers. They end with the JVM. The system
 * properties {@code facematch.test.rabbitmq} and {@code facematch.test.postgres} choose other versions.
 */
final class Containers {
    private static final boolean ENGINE_ANSWERS = askEngine();

    private Containers() {}

    static boolean engineAnswers() {
        return ENGINE_ANSWERS;
    }

    static String rabbitmqVersion() {
        return System.getProperty("facematch.test.rabbitmq", "4");
    }

    static String postgresVersion() {
        return System.getProperty("facematch.test.postgres", "18");
    }

    /** Starts a broker; its URI. */
    static Optional<String> broker() {
        if (!ENGINE_ANSWERS) {
            return Optional.empty();
        }
        var container = new RabbitMQContainer("rabbitmq:" + rabbitmqVersion() + "-management");
        container.start();
        return Optional.of("amqp://guest:guest@" + container.getHost() + ":" + container.getAmqpPort());
    }

    /** Starts a database server; its JDBC URL, without a user. */
    static Optional<String> database(String superuserPassword) {
        if (!ENGINE_ANSWERS) {
            return Optional.empty();
        }
        var container = new PostgreSQLContainer("postgres:" + postgresVersion())
                .withUsername("postgres")
                .withPassword(superuserPassword)
                .withCommand("postgres", "-c", "max_connections=200");
        container.start();
        return Optional.of("jdbc:postgresql://" + container.getHost() + ":"
                + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/postgres");
    }

    /** Quietly: that none answers is no error here. */
    private static boolean askEngine() {
        var logger = (Logger) LoggerFactory.getLogger("org.testcontainers");
        var level = logger.getLevel();
        logger.setLevel(Level.OFF);
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } finally {
            logger.setLevel(level);
        }
    }
}
