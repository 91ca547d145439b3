package io.facematch.worker;

import org.springframework.boot.SpringApplication;

/** Starts the worker process. */
public final class WorkerApplication {
    private WorkerApplication() {}

    public static void main(String... arguments) {
        SpringApplication.run(WorkerConfiguration.class, arguments);
    }
}
