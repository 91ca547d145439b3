package io.facematch.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes of a private broker; they carry its id on their command lines. Needs {@code /proc}. */
public final class BrokerNode {
    private BrokerNode() {}

    /** Whether the broker of this JVM is ours, and its processes can be seen. */
    public static boolean isVisible() {
        return TestBroker.isPrivate() && Files.isDirectory(Path.of("/proc/self"));
    }

    /** Of the private node of this JVM. */
    public static List<ProcessHandle> processes() throws IOException {
        return processes(TestBroker.folder());
    }

    /** @param folder of a private node */
    public static List<ProcessHandle> processes(Path folder) throws IOException {
        var pattern = Files.readString(folder.resolve("id")).strip() + "-node";
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process.pid()).contains(pattern))
                .toList();
    }

    /** SIGKILL, which leaves it no time to write anything. */
    public static void kill() throws IOException {
        var node = processes();
        node.forEach(ProcessHandle::destroyForcibly);
        await().until(() -> node.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
