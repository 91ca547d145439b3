package io.facematch.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.payload.MasterKey;
import io.facematch.payload.MasterKey.UnusableMasterKey;
import io.facematch.payload.MasterKeys;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.PayloadCipher.NotOpened;
import io.facematch.payload.SealContext;
import io.facematch.tenant.OpenedReference.Closed;
import io.facematch.testing.TestDatabase;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("compatibility")
class TenantKeysIT {
    private static final MasterKey FIRST = MasterKey.ofBase64("7V9zq1N3cGk5wXo0b2mYt8RrLJ4uD6hSfQeAaPxKZgI=");
    private static final MasterKey SECOND = MasterKey.ofBase64("Zk3mP1vQx8sT0yNw5bGfJ7cLrA9dUo2hEiKq6XzRt4M=");
    private static final LocalDate DAY = LocalDate.parse("2026-03-17");
    private static final SealContext PAIR = new SealContext("acme", new UUID(1, 2), 3);
    private static final ClientReference SAID = new ClientReference("consent/2026/17", "Fall Müller, 3. Versuch");
    private static final OpenedReference ALTERED = new OpenedReference(ClientReference.NONE, Closed.ALTERED);
    private static final OpenedReference NO_KEY = new OpenedReference(ClientReference.NONE, Closed.NO_KEY);
    private static final ByteBuffer PHOTO = ByteBuffer.wrap(new byte[] {1, 2, 3});

    private final JdbcClient jdbc = JdbcClient.create(TestDatabase.create().pool(8));
    private final TenantKeys keys = new TenantKeys(jdbc, MasterKeys.of(FIRST));

    @Test
    void givesEachTenantDigestsOfItsOwn() {
        assertThat(keys.findPhotos("acme")).isEmpty();

        keys.makePhotos("acme");
        keys.makePhotos("acme");
        keys.makePhotos("other");

        assertThat(digest(keys, "acme"))
                .matches("[0-9a-f]{64}")
                .isEqualTo(digest(keys, "acme"))
                .isNotEqualTo(digest(keys, "other"));
        assertThat(keys.findPhotos("acme").orElseThrow().digest(ByteBuffer.wrap(new byte[] {1, 2})))
                .isNotEqualTo(digest(keys, "acme"));
        assertThat(PHOTO.remaining()).as("read, not used up").isEqualTo(3);
    }

    @Test
    void opensWhatBelongsToAWebhookForItsTenantAndThisEndpointOnly() throws NotOpened {
        byte[] sealed;
        try (var key = keys.webhooks("acme")) {
            sealed = PayloadCipher.sealWebhook(key, PAIR, "https://hooks.example.com/", "");
        }

        try (var again = keys.webhooks("acme");
                var other = keys.webhooks("other")) {
            assertThat(PayloadCipher.openWebhook(again, PAIR, sealed))
                    .containsExactly("https://hooks.example.com/", "");
            for (var elsewhere :
                    List.of(new SealContext("acme", PAIR.job(), 4), new SealContext("acme", new UUID(1, 3), 3))) {
                assertThatExceptionOfType(NotOpened.class)
                        .isThrownBy(() -> PayloadCipher.openWebhook(again, elsewhere, sealed));
            }
            assertThatExceptionOfType(NotOpened.class).isThrownBy(() -> PayloadCipher.openWebhook(other, PAIR, sealed));
            assertThatExceptionOfType(NotOpened.class).isThrownBy(() -> PayloadCipher.openNames(again, PAIR, sealed));
        }
    }

    @Test
    void forgetsWhichPhotosTheyWereWithTheKey() {
        keys.makePhotos("acme");
        var before = digest(keys, "acme");

        jdbc.sql("delete from tenant_key where tenant = 'acme'").update();

        assertThat(keys.findPhotos("acme")).isEmpty();
        keys.makePhotos("acme");
        assertThat(digest(keys, "acme")).isNotEqualTo(before);
    }

    @Test
    void agreesOnOneKeyWhenSeveralProcessesMakeIt() throws Exception {
        var processes = 8;
        var together = new CyclicBarrier(processes);
        var digests = new HashSet<String>();
        try (var threads = Executors.newFixedThreadPool(processes)) {
            for (var round = 0; round < 20; round++) {
                var tenant = "tenant-" + round;
                var calls = new ArrayList<Callable<String>>();
                for (var n = 0; n < processes; n++) {
                    calls.add(() -> {
                        together.await();
                        new TenantKeys(jdbc, MasterKeys.of(FIRST)).makePhotos(tenant);
                        return digest(new TenantKeys(jdbc, MasterKeys.of(FIRST)), tenant);
                    });
                }
                var ofRound = new HashSet<String>();
                for (var call : threads.invokeAll(calls)) {
                    ofRound.add(call.get());
                }
                assertThat(ofRound).hasSize(1);
                digests.addAll(ofRound);
            }
        }
        assertThat(digests).hasSize(20);
    }

    @Test
    void opensWhatAClientSaidInItsPlaceAlone() {
        var sealed = sealed();
        var references = new ClientReferences(keys);

        assertThat(references.open(PAIR, DAY, sealed)).isEqualTo(new OpenedReference(SAID, null));
        assertThat(references.open(PAIR, LocalDate.parse("2026-03-31"), sealed).said())
                .isEqualTo(SAID);
        assertThat(references.open(new SealContext("acme", PAIR.job(), 4), DAY, sealed))
                .isEqualTo(ALTERED);
        assertThat(references.open(PAIR, DAY, Arrays.copyOf(sealed, sealed.length - 1)))
                .isEqualTo(ALTERED);
        assertThat(references.open(PAIR, DAY, new byte[0])).isEqualTo(ALTERED);
        assertThat(references.open(PAIR, LocalDate.parse("2026-04-01"), sealed)).isEqualTo(NO_KEY);
        assertThat(references.open(new SealContext("other", PAIR.job(), 3), DAY, sealed))
                .isEqualTo(NO_KEY);
        assertThat(references.open(PAIR, DAY, null)).isEqualTo(OpenedReference.NOTHING);
        assertThat(new OpenedReference(SAID, null).toString()).doesNotContain("Müller", "consent");
    }

    @Test
    void keepsApartWhatWasSaidAndWhatWasNot() {
        try (var key = keys.references("acme", DAY)) {
            var references = new ClientReferences(keys);
            for (var said : new ClientReference[] {new ClientReference("c", null), new ClientReference(null, "r")}) {
                assertThat(references.open(PAIR, DAY, said.sealed(key, PAIR)).said())
                        .isEqualTo(said);
            }
            assertThat(ClientReference.NONE.sealed(key, PAIR)).isNull();
        }
    }

    @Test
    void losesTheReferencesOfAMonthWithItsKey() {
        var sealed = sealed();
        var later = keys.references("acme", DAY.plusMonths(1));
        later.close();

        jdbc.sql("delete from tenant_key where month = '2026-03-01'").update();

        assertThat(new ClientReferences(keys).open(PAIR, DAY, sealed)).isEqualTo(NO_KEY);
        assertThat(keys.findReferences("acme", DAY.plusMonths(1))).isPresent();
    }

    @Test
    void takesAllKeysToANewMasterKey() {
        keys.makePhotos("acme");
        var digest = digest(keys, "acme");
        var sealed = sealed();
        var rotated = new TenantKeys(jdbc, MasterKeys.of(SECOND, FIRST));

        assertThat(keys.wrapAnew()).isZero();
        assertThat(rotated.wrapAnew()).isEqualTo(2);
        assertThat(rotated.wrapAnew()).isZero();

        // The old one is not needed any more.
        var after = new TenantKeys(jdbc, MasterKeys.of(SECOND));
        assertThat(digest(after, "acme")).isEqualTo(digest);
        assertThat(new ClientReferences(after).open(PAIR, DAY, sealed).said()).isEqualTo(SAID);
    }

    @Test
    void goesOnWithoutWhatAMasterKeyThatIsGoneHadWrapped() {
        keys.makePhotos("acme");
        var sealed = sealed();
        var after = new TenantKeys(jdbc, MasterKeys.of(SECOND));
        after.makePhotos("later");

        assertThat(after.findPhotos("acme")).isEmpty();
        assertThat(after.findPhotos("later")).isPresent();
        assertThat(new ClientReferences(after).open(PAIR, DAY, sealed)).isEqualTo(NO_KEY);
        assertThat(after.wrapAnew()).isZero();
        assertThatExceptionOfType(UnusableMasterKey.class).isThrownBy(() -> after.references("acme", DAY));
    }

    private byte[] sealed() {
        try (var key = keys.references("acme", DAY)) {
            return Objects.requireNonNull(SAID.sealed(key, PAIR));
        }
    }

    private static String digest(TenantKeys keys, String tenant) {
        return keys.findPhotos(tenant).orElseThrow().digest(PHOTO);
    }
}
