package io.facematch.testing;

/** The JVM that runs the tests: a module may have several at a time, each with a broker and a database of its own. */
public final class TestProcess {
    private TestProcess() {}

    /** From 1 up; no two that run at the same time in one module have the same. */
    public static String number() {
        return System.getProperty("facematch.test-process", "1");
    }
}
