package io.facematch.api;

import io.facematch.start.Refusal;
import io.facematch.start.VirtualThreads;
import java.util.Map;
import org.springframework.boot.SpringApplication;

/** Starts the API process. */
public final class ApiApplication {
    /** Where health and metrics are when the API runs alone and no other port is set for them. */
    public static final int MANAGEMENT_PORT = 9081;

    private ApiApplication() {}

    public static void main(String... arguments) {
        VirtualThreads.compute();
        Refusal.orExit(() -> start(arguments));
    }

    /** For a caller that says itself why it can't start. */
    public static void start(String... arguments) {
        var application = new SpringApplication(ApiConfiguration.class);
        application.setMainApplicationClass(ApiApplication.class);
        application.setDefaultProperties(Map.of("facematch.management.port", MANAGEMENT_PORT));
        application.run(arguments);
    }
}
