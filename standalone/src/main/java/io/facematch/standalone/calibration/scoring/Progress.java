package io.facematch.standalone.calibration.scoring;

/** Gets the progress of a measurement. Called by one thread at a time. */
public interface Progress {
    void say(String text);

    /** How many photos were looked at. */
    void show(int done, int total);
}
