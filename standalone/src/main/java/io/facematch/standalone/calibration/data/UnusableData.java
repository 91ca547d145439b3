package io.facematch.standalone.calibration.data;

/** The data can't tell what a model is worth; the message tells the user why. */
public final class UnusableData extends RuntimeException {
    public UnusableData(String message) {
        super(message);
    }
}
