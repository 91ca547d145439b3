package io.facematch.standalone.serve;

import io.facematch.worker.WorkerApplication;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "worker",
        description = {
            "Runs a worker alone, in the foreground. Start as many as you like, on as many machines.",
            "Needs FACEMATCH_DATABASE_URL, FACEMATCH_RABBITMQ_URI and FACEMATCH_MASTER_KEY_FILE, the same as the API's."
        },
        mixinStandardHelpOptions = true)
public final class WorkerCommand implements Runnable {
    /** What this program has for its other commands; a worker keeps no JPA, opens no doors and leaves the tables alone. */
    private static final List<String> NOT_OURS = List.of(
            "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration");

    @Override
    public void run() {
        WorkerApplication.main("--spring.autoconfigure.exclude=" + String.join(",", NOT_OURS));
        Foreground.awaitTermination();
    }
}
