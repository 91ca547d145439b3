package io.facematch.api.event;

import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.JobViews;
import io.facematch.api.jobs.Jobs;
import io.facematch.api.jobs.Jobs.Progress;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.token.DeniedClients;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends the progress of jobs to the clients that follow them. One query of the database serves all clients; while no
 * client follows a job, there is none. Each client costs a connection and a virtual thread.
 */
@Component
class JobEvents implements SchedulingConfigurer {
    private static final Logger LOG = LoggerFactory.getLogger(JobEvents.class);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Jobs jobs;
    private final JobViews views;
    private final ObjectWriter json;
    private final EventSettings settings;
    private final InstantSource clock;
    private final DeniedClients denied;
    private final Set<JobStream> streams = ConcurrentHashMap.newKeySet();
    private boolean stopping;
    private boolean blind;

    JobEvents(
            Jobs jobs,
            JobViews views,
            JsonMapper json,
            EventSettings settings,
            InstantSource clock,
            ObjectProvider<DeniedClients> denied) {
        this.denied = denied.getIfAvailable(() -> client -> false);
        this.jobs = jobs;
        this.views = views;
        this.json = json.writer().without(SerializationFeature.INDENT_OUTPUT);
        this.settings = settings;
        this.clock = clock;
    }

    /** The present state of a job as an event. */
    JobEvent event(Job job) {
        return JobEvent.of(job, json.writeValueAsString(views.view(job)));
    }

    /** Makes a stream if there is room for one more, and counts it until it closes. */
    synchronized JobStream admit(Owner owner, JobEvent first, Instant expiresAt) {
        var tenant = owner.tenant();
        if (stopping || streams.size() >= settings.maxListeners()) {
            throw Problem.busy("Too many clients follow jobs now. Ask for the job itself, or try again later.", PAUSE);
        }
        if (streams.stream().filter(stream -> stream.tenant().equals(tenant)).count()
                >= settings.maxListenersPerTenant()) {
            throw Problem.retryLater(
                    ProblemCode.TOO_MANY_LISTENERS,
                    "You follow " + settings.maxListenersPerTenant() + " jobs already; end one of these streams.",
                    PAUSE);
        }
        var stream = new JobStream(owner, expiresAt, first, clock.instant(), streams::remove);
        streams.add(stream);
        return stream;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(this::poll, settings.pollInterval());
    }

    /** Before the web server is asked to stop, which waits for every answer to end. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        synchronized (this) {
            stopping = true;
        }
        streams.forEach(JobStream::close);
    }

    private void poll() {
        var now = clock.instant();
        streams.stream()
                .filter(stream -> stream.isExpired(now) || denied.denies(stream.client()))
                .forEach(JobStream::close);
        if (streams.isEmpty()) {
            return;
        }
        try {
            tellChanges(now);
            blind = false;
        } catch (DataAccessException | TransactionException e) {
            if (!blind) {
                LOG.warn(
                        "Clients that follow jobs get no news: the database does not answer ({})",
                        e.getClass().getSimpleName());
            }
            blind = true;
        }
        streams.forEach(stream -> stream.keepAlive(now.minus(KEEP_ALIVE), now));
    }

    private void tellChanges(Instant now) {
        var followed = streams.stream().collect(Collectors.groupingBy(JobStream::job));
        var changed = jobs.findByIdIn(followed.keySet()).stream()
                .filter(progress -> !allKnow(followed, progress))
                .map(Progress::id)
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        for (var job : jobs.findAllById(changed)) {
            var listeners = followed.getOrDefault(job.getId(), List.of());
            try {
                var event = event(job);
                listeners.forEach(stream -> stream.offer(event, now));
            } catch (DataAccessException | TransactionException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.error(
                        "Job {} can't be shown to the clients that follow it ({})",
                        job.getId(),
                        e.getClass().getName());
                listeners.forEach(JobStream::close);
            }
        }
    }

    private static boolean allKnow(Map<UUID, List<JobStream>> followed, Progress progress) {
        return followed.getOrDefault(progress.id(), List.of()).stream().allMatch(stream -> stream.knows(progress));
    }
}
