package io.facematch.standalone.benchmark.year;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stores outcomes by the thousands as if pairs had been compared, with the archives that they belong to. */
final class MadeOutcomes {
    /** Whose they are: that of the token that a state folder's user has. */
    static final String TENANT = "default";

    /** Pairs of an archive. */
    static final int PAIRS = 100;

    static final int CLIENTS = 50;
    static final int PARTS = 12;

    private static final int DAYS_OF_PART = 30;

    /** Of the outcomes of the first months. */
    private static final String FORMER_MODEL = "facematch-mobile-v1";

    private static final int PARTS_OF_FORMER_MODEL = 3;
    private static final String MODEL = "espdl-mbf-112";
    private static final String STATEMENT = statement();

    private final JdbcClient sql;

    /** @param owner of the tables */
    MadeOutcomes(DataSource owner) {
        this.sql = JdbcClient.create(owner);
    }

    void makePartitions(LocalDate until) {
        sql.sql("select create_outcome_partitions(?, ?)")
                .param(until.minusDays((long) PARTS * DAYS_OF_PART + 1))
                .param(PARTS + 3)
                .query()
                .listOfRows();
    }

    /**
     * A twelfth of a year's outcomes, in one transaction.
     *
     * @param part from 0, the oldest
     * @param rows a multiple of {@value #PAIRS}
     * @param until midnight after the last day of the year
     */
    void storePart(int part, int rows, LocalDate until) {
        var end = until.minusDays((long) (PARTS - 1 - part) * DAYS_OF_PART)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        store(part, rows, end, Duration.ofDays(DAYS_OF_PART), part < PARTS_OF_FORMER_MODEL ? FORMER_MODEL : MODEL);
    }

    /**
     * What was compared just now.
     *
     * @param number another one each time
     */
    void storeNow(int number, int rows, Instant now) {
        store(PARTS + number, rows, now, Duration.ofSeconds(1), MODEL);
    }

    private void store(int part, int rows, Instant until, Duration during, String model) {
        sql.sql(STATEMENT)
                .param("tenant", TENANT)
                .param("part", part)
                .param("rows", rows)
                .param("until", Timestamp.from(until))
                .param("seconds", during.toSeconds())
                .param("model", model)
                .update();
    }

    private static String statement() {
        try (var file = MadeOutcomes.class.getResourceAsStream("outcomes.sql")) {
            if (file == null) {
                throw new IllegalStateException("this build lacks outcomes.sql");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
