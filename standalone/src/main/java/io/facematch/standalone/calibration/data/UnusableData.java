package io.facematch.standalone.calibration.data;

/** No model can be measured with the data; the message tells the user why. */
public final class UnusableData extends RuntimeException {
    public UnusableData(String message) {
        super(message);
    }
}
