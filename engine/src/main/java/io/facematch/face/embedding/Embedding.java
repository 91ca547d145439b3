package io.facematch.face.embedding;

import java.util.Arrays;

/** A face as a vector of unit length. It is biometric data: it is never printed and is wiped after the comparison. */
public final class Embedding {
    private final float[] values;

    private Embedding(float[] values) {
        this.values = values;
    }

    /** Takes the array over and brings it to unit length. */
    static Embedding normalised(float[] values) {
        var squares = 0.0;
        for (var value : values) {
            squares += (double) value * value;
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw new IllegalStateException("the network gives no finite numbers, or only zeros");
        }
        var factor = 1 / Math.sqrt(squares);
        for (var i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factor);
        }
        return new Embedding(values);
    }

    /** In [-1, 1]; with the two exchanged, the same bit for bit. */
    public double cosine(Embedding other) {
        if (values.length != other.values.length) {
            throw new IllegalArgumentException("embeddings of different models");
        }
        var sum = 0.0;
        for (var i = 0; i < values.length; i++) {
            sum += (double) values[i] * other.values[i];
        }
        return Math.clamp(sum, -1, 1);
    }

    public void wipe() {
        Arrays.fill(values, 0);
    }

    @Override
    public String toString() {
        return "Embedding[" + values.length + "]";
    }
}
