package io.facematch.standalone.fetch;

import io.facematch.standalone.terminal.CommandFailed;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A copy of the sources that the operator keeps, all files in one place by their names.
 *
 * @param base of a folder, or an address of HTTP; ends with a slash
 */
record Mirror(URI base) {

    /**
     * @param setting a folder, or an address that begins with {@code http://} or {@code https://}
     * @throws CommandFailed if it is neither
     */
    static Mirror of(String setting) {
        if (!setting.contains("://")) {
            return ofFolder(setting);
        }
        try {
            var address = new URI(setting.endsWith("/") ? setting : setting + "/");
            var isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            // A password in it would be printed.
            var isPlain = address.getUserInfo() == null && address.getQuery() == null && address.getFragment() == null;
            if (isHttp && isPlain && address.getHost() != null) {
                return new Mirror(address);
            }
        } catch (URISyntaxException e) {
            throw unusable();
        }
        throw unusable();
    }

    private static Mirror ofFolder(String setting) {
        try {
            var folder = Path.of(setting).toAbsolutePath().normalize().toUri().toString();
            // Only of a folder that exists the address ends with a slash.
            return new Mirror(URI.create(folder.endsWith("/") ? folder : folder + "/"));
        } catch (InvalidPathException e) {
            throw unusable();
        }
    }

    private static CommandFailed unusable() {
        return new CommandFailed("FACEMATCH_MODELS_MIRROR must be a folder, or an address that begins with http:// or"
                + " https:// and has no user, password or query");
    }

    URI at(String file) {
        return base.resolve(file);
    }

    /** For people. */
    String place() {
        return "file".equals(base.getScheme()) ? Path.of(base).toString() : base.toString();
    }
}
