package io.facematch.api.webhooks;

import io.facematch.api.accesslog.Access;
import io.facematch.api.accesslog.Access.What;
import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.securitylog.SecurityEvent;
import io.facematch.api.securitylog.SecurityLog;
import io.facematch.api.webhooks.Endpoint.Disabled;
import io.facematch.api.webhooks.WebhookSeal.Address;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The endpoints of all tenants. What a client changes is in the log of accesses, too, in the same transaction: somebody who gets
 * hold of its token could have its events sent elsewhere.
 */
@Repository
public class Endpoints {
    /** How long a secret signs beside the one after it. */
    static final Duration OVERLAP = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final WebhookSeal seal;
    private final AccessLog accesses;
    private final InstantSource clock;

    Endpoints(
            JdbcClient jdbc,
            TransactionOperations transaction,
            WebhookSeal seal,
            AccessLog accesses,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.seal = seal;
        this.accesses = accesses;
        this.clock = clock;
    }

    /**
     * What is needed to send to an endpoint.
     *
     * @param secrets of which each signs, the newest first
     */
    public record Receiver(String url, List<SigningSecret> secrets) {
        public Receiver {
            secrets = List.copyOf(secrets);
        }

        @Override
        public String toString() {
            return "Receiver[" + secrets.size() + " secrets]";
        }
    }

    /** @throws Problem where its tenant has as many as it may */
    void add(Owner owner, Endpoint endpoint, SigningSecret secret, int most) {
        var tenant = endpoint.tenant();
        var address = seal.seal(tenant, endpoint.id(), new Address(endpoint.url(), endpoint.description()));
        var sealedSecret = seal.seal(tenant, endpoint.id(), secret);
        transaction.executeWithoutResult(status -> {
            // Two requests at once must not both be the last one that is allowed.
            jdbc.sql("select pg_advisory_xact_lock(hashtext('facematch.webhooks'), hashtext(?))")
                    .param(tenant)
                    .query((row, n) -> 0)
                    .list();
            if (count(tenant) >= most) {
                throw new Problem(
                        ProblemCode.TOO_MANY_WEBHOOKS,
                        "A tenant may have " + most + " webhooks (FACEMATCH_WEBHOOKS_PER_TENANT). Delete one first.");
            }
            jdbc.sql("""
                            insert into webhook_endpoint (id, tenant, sealed_address, sealed_secret, events, created_at)
                            values (:id, :tenant, :address, :secret, :events, :now)""")
                    .param("id", endpoint.id())
                    .param("tenant", tenant)
                    .param("address", address)
                    .param("secret", sealedSecret)
                    .param("events", codes(endpoint.events()))
                    .param("now", Timestamp.from(endpoint.createdAt()))
                    .update();
            takeDown(owner, endpoint.id(), SecurityEvent.WEBHOOK_ADDED);
        });
        tell(owner, endpoint.id(), SecurityEvent.WEBHOOK_ADDED);
    }

    private int count(String tenant) {
        return jdbc.sql("select count(*) from webhook_endpoint where tenant = ?")
                .param(tenant)
                .query(Integer.class)
                .single();
    }

    /** In the order in which they were made. */
    List<Endpoint> list(String tenant) {
        return jdbc.sql("select * from webhook_endpoint where tenant = ? order by id")
                .param(tenant)
                .query((row, n) -> endpoint(row))
                .list();
    }

    /** Empty for that of another tenant. */
    Optional<Endpoint> find(String tenant, UUID id) {
        return jdbc.sql("select * from webhook_endpoint where tenant = ? and id = ?")
                .param(tenant)
                .param(id)
                .query((row, n) -> endpoint(row))
                .optional();
    }

    /** Stores what its owner says about it now, and what it is told. */
    void change(Owner owner, Endpoint endpoint) {
        var address = seal.seal(endpoint.tenant(), endpoint.id(), new Address(endpoint.url(), endpoint.description()));
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update webhook_endpoint set sealed_address = ?, events = ? where id = ?")
                    .param(address)
                    .param(codes(endpoint.events()))
                    .param(endpoint.id())
                    .update();
            takeDown(owner, endpoint.id(), SecurityEvent.WEBHOOK_CHANGED);
        });
        tell(owner, endpoint.id(), SecurityEvent.WEBHOOK_CHANGED);
    }

    /** What waits meanwhile, waits on; what happens meanwhile, it is never told. */
    void setEnabled(Owner owner, UUID id, boolean enabled) {
        var event = enabled ? SecurityEvent.WEBHOOK_ENABLED : SecurityEvent.WEBHOOK_DISABLED;
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update webhook_endpoint set disabled_at = ?::timestamptz, disabled_because = ? where id = ?")
                    .param(enabled ? null : Timestamp.from(clock.instant()))
                    .param(enabled ? null : Disabled.REQUEST.code())
                    .param(id)
                    .update();
            takeDown(owner, id, event);
        });
        tell(owner, id, event);
    }

    /** The receiver said that it is gone. Nothing happens to one that is disabled already. */
    public void isGone(UUID id) {
        var tenant = jdbc.sql("""
                        update webhook_endpoint set disabled_at = ?, disabled_because = ? where id = ? and disabled_at is null
                        returning tenant""")
                .param(Timestamp.from(clock.instant()))
                .param(Disabled.GONE.code())
                .param(id)
                .query(String.class)
                .optional();
        tenant.ifPresent(whose ->
                SecurityLog.record(SecurityEvent.WEBHOOK_DISABLED, "tenant", whose, "webhook", id, "by", "receiver"));
    }

    /** The secret before signs for {@link #OVERLAP} more; the one before that, not any more. */
    void changeSecret(Owner owner, Endpoint endpoint, SigningSecret secret) {
        var sealed = seal.seal(endpoint.tenant(), endpoint.id(), secret);
        transaction.executeWithoutResult(status -> {
            jdbc.sql("""
                            update webhook_endpoint
                            set sealed_old_secret = sealed_secret, old_secret_until = ?, sealed_secret = ? where id = ?""")
                    .param(Timestamp.from(clock.instant().plus(OVERLAP)))
                    .param(sealed)
                    .param(endpoint.id())
                    .update();
            takeDown(owner, endpoint.id(), SecurityEvent.WEBHOOK_CHANGED_SECRET);
        });
        tell(owner, endpoint.id(), SecurityEvent.WEBHOOK_CHANGED_SECRET);
    }

    /** With what waits for it, and its log. */
    void delete(Owner owner, UUID id) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("delete from webhook_endpoint where id = ?").param(id).update();
            takeDown(owner, id, SecurityEvent.WEBHOOK_DELETED);
        });
        tell(owner, id, SecurityEvent.WEBHOOK_DELETED);
    }

    /** Empty for one that was deleted meanwhile. */
    public Optional<Receiver> receiver(UUID id) {
        return jdbc.sql("select * from webhook_endpoint where id = ?")
                .param(id)
                .query((row, n) -> receiver(row))
                .optional();
    }

    private Receiver receiver(ResultSet row) throws SQLException {
        var id = row.getObject("id", UUID.class);
        var tenant = row.getString("tenant");
        var secrets = new ArrayList<SigningSecret>();
        secrets.add(seal.openSecret(tenant, id, row.getBytes("sealed_secret")));
        var until = row.getTimestamp("old_secret_until");
        if (until != null && clock.instant().isBefore(until.toInstant())) {
            secrets.add(seal.openSecret(tenant, id, row.getBytes("sealed_old_secret")));
        }
        return new Receiver(
                seal.openAddress(tenant, id, row.getBytes("sealed_address")).url(), secrets);
    }

    private Endpoint endpoint(ResultSet row) throws SQLException {
        var id = row.getObject("id", UUID.class);
        var tenant = row.getString("tenant");
        var address = seal.openAddress(tenant, id, row.getBytes("sealed_address"));
        var disabled = row.getString("disabled_because");
        return new Endpoint(
                id,
                tenant,
                address.url(),
                address.description(),
                List.of((String[]) row.getArray("events").getArray()).stream()
                        .map(EventType::of)
                        .toList(),
                row.getTimestamp("created_at").toInstant(),
                later(row.getTimestamp("old_secret_until")),
                disabled == null ? null : Disabled.valueOf(disabled.toUpperCase(Locale.ROOT)));
    }

    private @Nullable Instant later(@Nullable Timestamp time) {
        return time == null || !clock.instant().isBefore(time.toInstant()) ? null : time.toInstant();
    }

    private static String[] codes(List<EventType> events) {
        return events.stream().map(EventType::code).toArray(String[]::new);
    }

    private void takeDown(Owner owner, UUID id, SecurityEvent event) {
        var change = event.name().toLowerCase(Locale.ROOT).replace("webhook_", "");
        accesses.record(
                new Access(owner, owner.tenant(), What.WEBHOOK, Map.of("id", id.toString(), "change", change)), 1);
    }

    /** Once it is committed. */
    private static void tell(Owner owner, UUID id, SecurityEvent event) {
        SecurityLog.record(event, "tenant", owner.tenant(), "client", owner.client(), "webhook", id);
    }
}
