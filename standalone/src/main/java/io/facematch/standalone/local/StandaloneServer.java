package io.facematch.standalone.local;

import io.facematch.api.ApiConfiguration;
import io.facematch.face.FaceEngine;
import io.facematch.face.ModelsInUse;
import io.facematch.worker.WorkerConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileLock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** API, worker and database in this process, on the state of one {@link Home}. */
public final class StandaloneServer implements AutoCloseable {
    private final Home home;
    private final FileLock lock;
    private final @Nullable LocalPostgres postgres;
    private final ConfigurableApplicationContext context;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StandaloneServer(
            Home home, FileLock lock, @Nullable LocalPostgres postgres, ConfigurableApplicationContext context) {
        this.home = home;
        this.lock = lock;
        this.postgres = postgres;
        this.context = context;
    }

    /** @param overrides properties that win over those of standalone mode, but not over the environment */
    public static StandaloneServer start(Home home, Map<String, Object> overrides) throws IOException {
        var lock = home.lock();
        LocalPostgres postgres = null;
        var started = false;
        try {
            // Read once in the life of a process; tests, which have many homes in one, set it themselves.
            System.getProperties()
                    .putIfAbsent(
                            "org.bytedeco.javacpp.cachedir",
                            home.nativeLibraries().toString());
            postgres = Environment.isSet("FACEMATCH_DATABASE_URL") ? null : LocalPostgres.start(home.database());
            var properties = properties(home, postgres);
            properties.putAll(overrides);
            var context = new SpringApplicationBuilder(ApiConfiguration.class, WorkerConfiguration.class)
                    .properties(properties)
                    .registerShutdownHook(false)
                    .run();
            started = true;
            var server = new StandaloneServer(home, lock, postgres, context);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::closeAtExit));
            return server;
        } finally {
            if (!started) {
                if (postgres != null) {
                    postgres.close();
                }
                lock.channel().close();
            }
        }
    }

    private static Map<String, Object> properties(Home home, @Nullable LocalPostgres postgres) throws IOException {
        var properties = new HashMap<String, Object>();
        if (postgres != null) {
            properties.put("facematch.database.url", postgres.jdbcUrl());
            properties.put("facematch.database.username", LocalPostgres.username());
        }
        if (!Environment.isSet("FACEMATCH_MASTER_KEY") && !Environment.isSet("FACEMATCH_MASTER_KEY_FILE")) {
            properties.put("facematch.master.key-file", home.masterKey().toString());
        }
        properties.put("facematch.issuer.enabled", "true");
        properties.put("facematch.issuer.uri", LocalIssuer.uri());
        properties.put(
                "facematch.issuer.private-key-file",
                home.issuer().privateKeyFile().toString());
        properties.put("facematch.submission.spool-directory", home.spool().toString());
        return properties;
    }

    public URI address() {
        var port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer(), "running")
                .getPort();
        return URI.create("http://localhost:" + port);
    }

    public String token() throws IOException {
        return home.issuer().token("default", LocalIssuer.ALL_SCOPES, Instant.now());
    }

    public ModelsInUse models() {
        return context.getBean(FaceEngine.class).models();
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    /** Lets what runs finish its pair, then stops everything; what waits is found again at the next start. */
    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        context.close();
        if (postgres != null) {
            postgres.close();
        }
        lock.channel().close();
    }

    private void closeAtExit() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("facematch: the database did not stop in order: " + e.getMessage());
        }
    }
}
