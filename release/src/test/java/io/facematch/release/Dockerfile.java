package io.facematch.release;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** docker/Dockerfile for one of the processes. */
record Dockerfile(String process) {

    /** The arguments of every such instruction, in order. */
    List<String> instructions(String name) throws IOException {
        var lines = Files.readAllLines(Project.FOLDER.resolve("docker/Dockerfile"));
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip().replace("${PROCESS}", process))
                .toList();
    }

    String instruction(String name) throws IOException {
        return String.join(" ", instructions(name));
    }

    /** What is copied into the image, without the options of COPY. */
    List<String> sources() throws IOException {
        return instructions("COPY").stream()
                .map(arguments -> arguments.replaceAll("--\\S+ ", "").split(" ", 2)[0])
                .toList();
    }
}
