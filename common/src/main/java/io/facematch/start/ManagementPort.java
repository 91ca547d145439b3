package io.facematch.start;

import java.util.Map;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Gives health and metrics a port of their own where one is set. Spring Boot refuses an address for that port when there
 * is no such port, so that this can't be said in a file.
 */
public final class ManagementPort implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
    private static final String OURS = "facematch.management-server.";
    private static final int HIGHEST = 65_535;

    /** Public for Spring. */
    public ManagementPort() {}

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        var environment = event.getEnvironment();
        var port = environment.getProperty(OURS + "port", "");
        if (StringUtils.hasText(port) && isOfItsOwn(port, environment.getProperty("server.port", ""))) {
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource(
                            "management port",
                            Map.of(
                                    "management-port.exposes",
                                    "health,metrics",
                                    "management.server.port",
                                    number(port),
                                    "management.server.address",
                                    environment.getRequiredProperty(OURS + "address"))));
        }
    }

    /** Two times "any that is free" are two ports. */
    private static boolean isOfItsOwn(String port, String other) {
        return !port.equals(other) || port.equals("0");
    }

    private static int number(String port) {
        try {
            var number = Integer.parseInt(port);
            if (number >= 0 && number <= HIGHEST) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw unusable(port);
        }
        throw unusable(port);
    }

    private static UnusableSetting unusable(String port) {
        return new UnusableSetting(
                "FACEMATCH_MANAGEMENT_PORT is '" + port + "', but must be a number from 0 to " + HIGHEST);
    }
}
