package io.facematch.standalone.local;

import io.facematch.api.ApiConfiguration;
import io.facematch.api.security.Owner;
import io.facematch.api.signin.SignInCodes;
import io.facematch.broker.LocalRabbit;
import io.facematch.face.FaceEngine;
import io.facematch.face.ModelsInUse;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.Steps;
import io.facematch.worker.WorkerConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** API, worker and database in this process, and a broker beside it, on the state of one {@link Home}. */
public final class StandaloneServer implements AutoCloseable {
    private static final String BROKER = "facematch.rabbitmq.uri";

    private static final String OTHER_BROKER =
            "something listens at port 5672 of this machine. It is not used: it may be"
                    + " anybody's. To use it, set FACEMATCH_RABBITMQ_URI, such as amqp://user:password@localhost:5672";

    private final Home home;
    private final OpenResources resources;
    private final ConfigurableApplicationContext context;

    private StandaloneServer(Home home, OpenResources resources, ConfigurableApplicationContext context) {
        this.home = home;
        this.resources = resources;
        this.context = context;
    }

    /**
     * Looks at what can be seen before anything is started.
     *
     * @throws CommandFailed if no server can start at this port
     */
    public static void requireFreePort() {
        requireFreePorts(Optional.empty());
    }

    /** @param management the port of health and metrics unless another one is set; empty for none */
    public static void requireFreePorts(Optional<Integer> management) {
        Port.ofEnvironment().requireFree();
        Port.ofManagement(management).ifPresent(Port::requireFreeForManagement);
    }

    /**
     * Launches the broker that {@link #start} in the next process finds, while that one still loads its classes. If it
     * never comes, the next start takes the broker over, as it does after a killed process.
     */
    public static void prepare(Home home) throws IOException {
        if (!Environment.isSet("FACEMATCH_RABBITMQ_URI")) {
            try (var held = home.lock()) {
                LocalRabbit.launch(home.broker());
            }
        }
    }

    /** Starts with the models that are here. */
    public static StandaloneServer start(Home home, Map<String, Object> overrides, Steps steps, String... arguments)
            throws IOException {
        return start(home, overrides, steps, () -> {}, arguments);
    }

    /**
     * @param overrides properties that win over those of standalone mode, but not over the environment
     * @param beforeModels is done while the broker starts, before models are chosen
     * @param arguments settings that win over the environment, as {@code --name=value}
     */
    public static StandaloneServer start(
            Home home, Map<String, Object> overrides, Steps steps, Runnable beforeModels, String... arguments)
            throws IOException {
        var resources = new OpenResources();
        var started = false;
        try {
            resources.add(home.lock());
            if (Environment.isRoot()) {
                steps.say("running as root. To run as a user who can do less harm: chown -R USER " + home.folder()
                        + ", then runuser -u USER -- ./facematch ...");
            }
            // That of a killed process says where a server was.
            Files.deleteIfExists(home.announcement());
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> closeAtExit(resources)));
            var context = context(home, overrides, steps, resources, beforeModels, arguments);
            started = true;
            return new StandaloneServer(home, resources, context);
        } finally {
            if (!started) {
                resources.close();
            }
        }
    }

    private static ConfigurableApplicationContext context(
            Home home,
            Map<String, Object> overrides,
            Steps steps,
            OpenResources resources,
            Runnable beforeModels,
            String... arguments)
            throws IOException {
        // Read once in the life of a process; tests, which have many homes in one, set it themselves.
        System.getProperties()
                .putIfAbsent(
                        "org.bytedeco.javacpp.cachedir", home.nativeLibraries().toString());
        var properties = properties(home);
        properties.putAll(overrides);
        var settings = new ArrayList<>(List.of(arguments));
        var application = new SpringApplicationBuilder(ApiConfiguration.class, WorkerConfiguration.class)
                .registerShutdownHook(false);
        if (!Environment.isSet("FACEMATCH_RABBITMQ_URI") && !overrides.containsKey(BROKER)) {
            // The slowest to start, and needed last: it starts beside all else.
            var step = steps.begin("RabbitMQ");
            if (LocalRabbit.isSomethingAtTheUsualPort()) {
                steps.say(OTHER_BROKER);
            }
            var rabbit = LocalRabbit.launch(home.broker());
            resources.add(rabbit::close);
            settings.add("--" + BROKER + "=" + rabbit.uri());
            application.initializers(context ->
                    context.getBeanFactory().registerSingleton("brokerReadiness", new BrokerReadiness(rabbit, step)));
        }
        beforeModels.run();
        if (!Environment.isSet("FACEMATCH_DATABASE_URL")) {
            var step = steps.begin("PostgreSQL");
            var postgres = LocalPostgres.start(home.database());
            resources.add(postgres::close);
            settings.addAll(login(postgres, home));
            step.ready();
        }
        var step = steps.begin("API and worker");
        var context = application.properties(properties).run(settings.toArray(String[]::new));
        resources.add(context);
        step.ready();
        return context;
    }

    /** Over the environment, where a user or a password may be left from another database. */
    private static List<String> login(LocalPostgres postgres, Home home) throws IOException {
        return List.of(
                "--facematch.database.url=" + postgres.jdbcUrl(),
                "--facematch.database.username=" + DatabaseUser.SERVER.username(),
                "--facematch.database.password=" + DatabaseUser.SERVER.password(home.database()),
                "--facematch.database.owner-username=" + DatabaseUser.OWNER.username(),
                "--facematch.database.owner-password=" + DatabaseUser.OWNER.password(home.database()),
                "--facematch.database.api-role=" + DatabaseUser.API.username(),
                "--facematch.database.worker-role=" + DatabaseUser.WORKER.username(),
                "--facematch.database.auditor-role=" + DatabaseUser.AUDITOR.username(),
                "--facematch.database.retention-role=" + DatabaseUser.RETENTION.username());
    }

    private static Map<String, Object> properties(Home home) throws IOException {
        var properties = new HashMap<String, Object>();
        if (!Environment.isSet("FACEMATCH_MASTER_KEY") && !Environment.isSet("FACEMATCH_MASTER_KEY_FILE")) {
            properties.put("facematch.master.key-file", home.masterKey().toString());
        }
        if (!Environment.isSet("FACEMATCH_AUDIT_SIGNING_KEY")
                && !Environment.isSet("FACEMATCH_AUDIT_SIGNING_KEY_FILE")) {
            properties.put("facematch.audit.signing-key-file", home.auditKey().toString());
        }
        properties.put("facematch.keys.folder", home.keys().toString());
        properties.put("facematch.issuer.enabled", "true");
        properties.put("facematch.issuer.uri", LocalIssuer.configuredUri());
        properties.put(
                "facematch.issuer.private-key-file",
                home.issuer().privateKeyFile().toString());
        properties.put("facematch.submission.spool-directory", home.spool().toString());
        // The home outlives this process.
        properties.put("facematch.submission.accept-after", "kept");
        return properties;
    }

    /** Lets other commands on the same home find this server, until it is closed. */
    public void announce() throws IOException {
        var models = models();
        var settings = context.getEnvironment();
        new RunningServer(
                        address(),
                        LocalIssuer.configuredUri(),
                        models.embedder(),
                        models.demonstrationModels().stream().findFirst().orElse(""),
                        settings.getRequiredProperty("spring.rabbitmq.addresses"),
                        settings.getRequiredProperty("spring.datasource.url"))
                .write(home.announcement());
        resources.add(() -> Files.deleteIfExists(home.announcement()));
    }

    public URI address() {
        var port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer(), "running")
                .getPort();
        return URI.create("http://localhost:" + port);
    }

    public String token() throws IOException {
        return home.issuer().token(LocalIssuer.TENANT, LocalIssuer.ALL_SCOPES, Instant.now());
    }

    /** Signs a browser on this machine in, once, within {@link SignInCodes#LIFETIME}; empty when tokens come from elsewhere. */
    public Optional<URI> link() {
        var owner = new Owner(LocalIssuer.TENANT, LocalIssuer.CLIENT, Set.copyOf(LocalIssuer.ALL_SCOPES));
        return context.getBeanProvider(SignInCodes.class).stream()
                .findFirst()
                .map(codes -> address().resolve("/#code=" + codes.issue(owner)));
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
        resources.close();
    }

    private static void closeAtExit(OpenResources resources) {
        try {
            resources.close();
        } catch (IOException e) {
            System.err.println("facematch: did not stop in order: " + e.getMessage());
        }
    }
}
