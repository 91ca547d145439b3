package io.facematch.standalone.calibration.data;

/** The data can't tell what a model is worth; the message says why, to whoever named the data. */
public final class UnusableData extends RuntimeException {
    public UnusableData(String message) {
        super(message);
    }
}
