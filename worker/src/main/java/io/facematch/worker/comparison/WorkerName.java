package io.facematch.worker.comparison;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Who wrote an outcome: version of the program and name of the machine. */
final class WorkerName {
    private WorkerName() {}

    static String current() {
        var version = Optional.ofNullable(WorkerName.class.getPackage().getImplementationVersion())
                .orElse("development");
        return version + "@" + host();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
