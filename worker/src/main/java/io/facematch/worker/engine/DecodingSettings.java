package io.facematch.worker.engine;

import io.facematch.face.decoding.DecodingBudget;
import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What decoding one photo may cost. Beyond it the photo is refused.
 *
 * @param time processor time for one photo
 * @param size bytes that one photo may unpack to, 1 MiB at least; the largest that are read need a third of a gigabyte
 */
@Validated
@ConfigurationProperties(prefix = "facematch.decoding", ignoreUnknownFields = false)
record DecodingSettings(
        @DefaultValue("20s") @DurationMin(seconds = 1) @DurationMax(seconds = 600)
        Duration time,

        @DefaultValue("1GB") DataSize size) {

    @AssertTrue(message = "facematch.decoding.size must be 1 MiB at least, and 1 TiB at most")
    boolean isSizeUsable() {
        return size.toMegabytes() >= 1 && size.toTerabytes() < 1;
    }

    DecodingBudget budget() {
        return new DecodingBudget(time, size.toBytes());
    }
}
