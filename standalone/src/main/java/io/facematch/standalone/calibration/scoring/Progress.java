package io.facematch.standalone.calibration.scoring;

/** Hears how far a measurement is. Called by one thread at a time. */
public interface Progress {
    void say(String text);

    /** How many photos were looked at. */
    void show(int done, int total);
}
