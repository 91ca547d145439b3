package io.facematch.broker;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Whether a RabbitMQ that we can work with answers at an address and lets a user in. */
sealed interface Login {
    int TIMEOUT_MILLIS = 5_000;
    Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    record Accepted() implements Login {}

    /** @param reason in words for people */
    record Refused(String reason) implements Login {}

    record Unreachable() implements Login {}

    static Login attempt(String host, int port, String user, String password) {
        var factory = new ConnectionFactory();
        factory.setHost(host);
        factory.setPort(port);
        factory.setUsername(user);
        factory.setPassword(password);
        factory.setConnectionTimeout(TIMEOUT_MILLIS);
        factory.setHandshakeTimeout(TIMEOUT_MILLIS);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setExceptionHandler(new Quiet());
        try (var connection = factory.newConnection("facematch start")) {
            var version = String.valueOf(connection.getServerProperties().get("version"));
            return keepsOurPromises(version)
                    ? new Accepted()
                    : new Refused("RabbitMQ " + version + " at " + host + ":" + port
                            + " is older than 3.10, which Facematch needs");
        } catch (PossibleAuthenticationFailureException wrongPassword) {
            return new Refused(
                    "the broker at " + host + ":" + port + " does not accept the password of '" + user + "'");
        } catch (IOException | TimeoutException unreachable) {
            return new Unreachable();
        }
    }

    /** What goes wrong is the answer of an attempt, and nothing for the log. */
    final class Quiet extends ForgivingExceptionHandler {
        @Override
        protected void log(String message, Throwable failed) {
            // See above.
        }
    }

    /** Quorum queues with a limit on deliveries and a message lifetime came with 3.10. */
    static boolean keepsOurPromises(String version) {
        var numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            return false;
        }
        var major = Integer.parseInt(numbers.group(1));
        return major > 3 || (major == 3 && Integer.parseInt(numbers.group(2)) >= 10);
    }
}
