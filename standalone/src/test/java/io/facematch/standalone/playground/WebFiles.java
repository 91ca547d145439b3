package io.facematch.standalone.playground;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the page and nothing else: enough for tests of its modules. */
final class WebFiles implements AutoCloseable {
    private final HttpServer server;

    private WebFiles(HttpServer server) {
        this.server = server;
    }

    static WebFiles serve() {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = SimpleFileServer.createFileServer(anyPort, folder(), OutputLevel.NONE);
        server.start();
        return new WebFiles(server);
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private static Path folder() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            var web = folder.resolve("web/pages");
            if (Files.isDirectory(web)) {
                return web;
            }
        }
        throw new IllegalStateException("the files of the page are in no folder above this one");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
