package io.facematch.standalone.benchmark;

import static java.util.Locale.ROOT;

import io.facematch.face.Verification;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Where the time of a photo goes, in milliseconds.
 *
 * @param detect all passes over the photo
 * @param embed with alignment and quality, of all faces of the photo
 */
record Stages(double decode, double detect, double embed) {
    String inWords() {
        return String.format(ROOT, "decode %.1f ms, detect %.1f ms, embed %.1f ms", decode, detect, embed);
    }

    /** Adds up the time of all threads. */
    static final class Sum {
        private final LongAdder photos = new LongAdder();
        private final LongAdder decode = new LongAdder();
        private final LongAdder detect = new LongAdder();
        private final LongAdder embed = new LongAdder();

        void add(Verification verification) {
            photos.add(2);
            decode.add(verification.timings().decode().toNanos());
            detect.add(verification.timings().detect().toNanos());
            embed.add(verification.timings().embed().toNanos());
        }

        void reset() {
            Stream.of(photos, decode, detect, embed).forEach(LongAdder::reset);
        }

        Stages mean() {
            return new Stages(mean(decode), mean(detect), mean(embed));
        }

        private double mean(LongAdder nanos) {
            return nanos.sum() / (double) Duration.ofMillis(1).toNanos() / Math.max(1, photos.sum());
        }
    }
}
