package io.facematch.standalone.run.remote;

import io.facematch.standalone.terminal.CommandFailed;
import java.net.URI;
import java.net.URISyntaxException;

/** Where a server is: by https, unless it is on this machine or somebody says that it is all the same. */
record ServerAddress(URI uri) {

    /**
     * @param allowsHttp whether photos and the token may be sent in the clear
     * @throws CommandFailed if it is no such address
     */
    static ServerAddress parse(String text, boolean allowsHttp) {
        var uri = uri(text.strip().replaceFirst("/+$", ""));
        var isHttps = "https".equalsIgnoreCase(uri.getScheme());
        if ((!isHttps && !"http".equalsIgnoreCase(uri.getScheme())) || uri.getHost() == null) {
            throw new CommandFailed(
                    "--url " + text + " is no address of a server, such as https://facematch.example.org");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new CommandFailed("--url takes scheme, host, port and path only");
        }
        if (!isHttps && !allowsHttp && !isOfThisMachine(uri.getHost())) {
            throw new CommandFailed("--url " + text
                    + " would send photos and the token in the clear: use https, or say --insecure-http");
        }
        return new ServerAddress(uri);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new CommandFailed("--url " + text + " is no address: " + e.getReason());
        }
    }

    private static boolean isOfThisMachine(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
