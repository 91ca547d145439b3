package io.facematch.standalone.terminal;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts this program again, with the options of this JVM, which are the launcher's, and its class path. */
public final class SameProgram {
    private static final String MAIN = "io.facematch.standalone.FacematchCommand";

    private SameProgram() {}

    /**
     * The words of the command line.
     *
     * @param moreOptions of the JVM; they win over those of this one
     * @param arguments the command and what it is told
     */
    public static List<String> command(List<String> moreOptions, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(moreOptions);
        var classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, MAIN));
        }
        command.addAll(List.of(arguments));
        return command;
    }
}
