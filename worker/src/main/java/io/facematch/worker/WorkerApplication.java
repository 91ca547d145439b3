package io.facematch.worker;

import io.facematch.start.Refusal;
import org.springframework.boot.SpringApplication;

/** Starts the worker process. */
public final class WorkerApplication {
    private WorkerApplication() {}

    public static void main(String... arguments) {
        Refusal.orExit(() -> start(arguments));
    }

    /** For a caller that says itself why it can't start. */
    public static void start(String... arguments) {
        var application = new SpringApplication(WorkerConfiguration.class);
        application.setMainApplicationClass(WorkerApplication.class);
        application.run(arguments);
    }
}
