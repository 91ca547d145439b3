package io.facematch.standalone.fetch;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxy for an address: that of the JVM's properties, else that of {@code https_proxy} and {@code no_proxy}, which
 * other programs use, too, in small or capital letters.
 */
final class Proxies extends ProxySelector {
    private static final List<Proxy> NONE = List.of(Proxy.NO_PROXY);
    private static final int USUAL_PORT = 80;
    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.\\d+){3}|\\[?::1]?");

    private final Map<String, String> environment;

    Proxies(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @throws IllegalArgumentException if the variable's value is no proxy that can be used */
    @Override
    public List<Proxy> select(URI address) {
        if (System.getProperty(address.getScheme() + ".proxyHost") != null) {
            return ProxySelector.getDefault().select(address);
        }
        return proxy(address)
                .map(proxy -> List.of(new Proxy(
                        Proxy.Type.HTTP,
                        // Its name is looked up by the thread that connects, which may be given up.
                        InetSocketAddress.createUnresolved(
                                proxy.getHost(), proxy.getPort() < 0 ? USUAL_PORT : proxy.getPort()))))
                .orElse(NONE);
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
        // Whoever asked for the address says so.
    }

    /** Tells a proxy the user and the password of its variable. */
    Authenticator authenticator() {
        // Java leaves this out for encrypted addresses unless it is told not to.
        var hasPassword = Stream.of("https_proxy", "http_proxy")
                .flatMap(name -> variable(name).stream())
                .anyMatch(value -> value.contains("@"));
        if (hasPassword && System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) {
            System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        }
        return new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                        ? variable("https_proxy")
                                .or(() -> variable("http_proxy"))
                                .flatMap(Proxies::credentials)
                                .orElse(null)
                        : null;
            }
        };
    }

    private static Optional<PasswordAuthentication> credentials(String proxy) {
        var user = uri("the proxy", proxy).getUserInfo();
        if (user == null) {
            return Optional.empty();
        }
        var colon = user.indexOf(':');
        return Optional.of(
                colon < 0
                        ? new PasswordAuthentication(user, new char[0])
                        : new PasswordAuthentication(
                                user.substring(0, colon),
                                user.substring(colon + 1).toCharArray()));
    }

    private Optional<URI> proxy(URI address) {
        if (isDirect(address)) {
            return Optional.empty();
        }
        var name = address.getScheme() + "_proxy";
        return variable(name).map(value -> uri(name, value));
    }

    private boolean isDirect(URI address) {
        var host = address.getHost().toLowerCase(Locale.ROOT);
        return THIS_MACHINE.matcher(host).matches()
                || variable("no_proxy").stream()
                        .flatMap(names -> Stream.of(names.split("[,\\s]+", -1)))
                        .anyMatch(name -> isNamed(host, address.getPort(), name.toLowerCase(Locale.ROOT)));
    }

    /** {@code example.org} and {@code .example.org} mean every host of that domain. */
    private static boolean isNamed(String host, int port, String name) {
        if (name.equals("*")) {
            return true;
        }
        var domain = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
        var withPort = port < 0 ? host : host + ":" + port;
        return !domain.isEmpty()
                && Stream.of(host, withPort).anyMatch(asked -> asked.equals(domain) || asked.endsWith("." + domain));
    }

    /** A password in the value is not repeated. */
    private static URI uri(String name, String value) {
        try {
            var proxy = new URI(value.contains("://") ? value : "http://" + value);
            if ("http".equals(proxy.getScheme()) && proxy.getHost() != null) {
                return proxy;
            }
        } catch (URISyntaxException e) {
            throw unusable(name);
        }
        throw unusable(name);
    }

    private static IllegalArgumentException unusable(String name) {
        return new IllegalArgumentException(
                name + " must be http://HOST:PORT, the only kind of proxy that is supported");
    }

    private Optional<String> variable(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(environment::get)
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .findFirst();
    }
}
