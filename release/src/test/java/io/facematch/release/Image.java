package io.facematch.release;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An image as a tarball, its layers unpacked one over the other: what a container engine would start, without one. */
final class Image {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String OPTIONS = "app/java.options";

    private final Path root;
    private final JsonNode configuration;

    private Image(Path root, JsonNode configuration) {
        this.root = root;
        this.configuration = configuration;
    }

    /** @param folder is made, and holds the image's files afterwards */
    static Image unpack(String process, Path folder) throws IOException, InterruptedException {
        var tarball = Project.built("facematch-" + process + "-*-image.tar").toString();
        var archive = Files.createDirectories(folder.resolve("archive"));
        var root = Files.createDirectories(folder.resolve("root"));
        Commands.run(folder, Map.of(), "tar", "-xf", tarball, "-C", archive.toString());
        var manifest = JSON.readTree(archive.resolve("manifest.json").toFile()).path(0);
        for (var layer : manifest.path("Layers")) {
            var file = archive.resolve(layer.asString()).toString();
            Commands.run(folder, Map.of(), "tar", "-xzf", file, "-C", root.toString());
        }
        var description = archive.resolve(manifest.path("Config").asString());
        return new Image(root, JSON.readTree(description.toFile()).path("config"));
    }

    Path root() {
        return root;
    }

    String user() {
        return configuration.path("User").asString();
    }

    List<String> entryPoint() {
        return configuration.path("Entrypoint").values().stream()
                .map(JsonNode::asString)
                .toList();
    }

    /** As {@code NAME=value}. */
    List<String> environment() {
        return configuration.path("Env").values().stream()
                .map(JsonNode::asString)
                .toList();
    }

    List<String> ports() {
        return List.copyOf(configuration.path("ExposedPorts").propertyNames());
    }

    /**
     * Runs the entry point as a process of this machine, on a port of its own.
     *
     * @param settings the environment beside that of the image
     */
    ImageProcess start(Map<String, String> settings) throws IOException {
        rewritePaths();
        var command = new ArrayList<>(entryPoint());
        command.replaceAll(argument -> argument.startsWith("@/") ? "@" + root + argument.substring(1) : argument);
        if (command.getFirst().equals("java")) {
            command.set(0, Commands.java());
        }
        var environment = new HashMap<String, String>();
        for (var variable : environment()) {
            var parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        // It lives for seconds, which Java's second compiler would spend on the other core.
        environment.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        environment.put("FACEMATCH_PORT", Integer.toString(freePort()));
        environment.putAll(settings);
        return ImageProcess.start(command, environment, root);
    }

    /** In a container these paths begin at the image's own root. */
    private void rewritePaths() throws IOException {
        var options = root.resolve(OPTIONS);
        Files.createDirectories(root.resolve("tmp"));
        var rewritten = Files.readAllLines(options).stream()
                .map(line -> line.replaceAll("(?<=[ =])/(app|tmp)\\b", root + "/$1"))
                .toList();
        Files.write(options, rewritten);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
