package dev.psld.hub;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that the environment names, as other programs read it: {@code https_proxy}, {@code http_proxy}, {@code
 * all_proxy}, {@code no_proxy}, in small or capital letters. Immutable and thread-safe.
 */
record Proxies(Map<String, String> environment) {
    Proxies {
        environment = Map.copyOf(environment);
    }

    /** The proxy for an address. */
    Proxy of(URI address) {
        return named(address)
                .map(proxy -> new Proxy(
                        proxy.getScheme().startsWith("socks") ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(proxy.getHost(), port(proxy))))
                .orElse(Proxy.NO_PROXY);
    }

    /** Name and password for that proxy, where its address has them. */
    Optional<Authenticator> login(URI address) {
        return named(address)
                .map(URI::getUserInfo)
                .filter(info -> !info.isEmpty())
                .map(info -> {
                    int colon = info.indexOf(':');
                    String user = colon < 0 ? info : info.substring(0, colon);
                    char[] password = (colon < 0 ? "" : info.substring(colon + 1)).toCharArray();
                    return new Authenticator() {
                        @Override
                        protected PasswordAuthentication getPasswordAuthentication() {
                            return new PasswordAuthentication(user, password);
                        }
                    };
                });
    }

    private Optional<URI> named(URI address) {
        if (isExcluded(address.getHost())) {
            return Optional.empty();
        }
        return variable(address.getScheme() + "_proxy")
                .or(() -> variable("all_proxy"))
                .map(text -> {
                    try {
                        URI proxy = URI.create(text.contains("://") ? text : "http://" + text);
                        if (proxy.getHost() == null) {
                            throw new IllegalArgumentException("no host");
                        }
                        return proxy;
                    } catch (IllegalArgumentException e) {
                        throw new DownloadException(
                                "the environment names the proxy “" + text
                                        + "”, which is no address: write http://HOST:PORT",
                                e);
                    }
                });
    }

    private boolean isExcluded(String host) {
        List<String> excluded = variable("no_proxy")
                .map(text -> List.of(text.toLowerCase(Locale.ROOT).split("[,\\s]+")))
                .orElse(List.of());
        String lower = host.toLowerCase(Locale.ROOT);
        return excluded.stream()
                .map(entry -> entry.startsWith("*.")
                        ? entry.substring(2)
                        : entry.startsWith(".") ? entry.substring(1) : entry)
                .anyMatch(entry ->
                        entry.equals("*") || lower.equals(entry) || (!entry.isEmpty() && lower.endsWith("." + entry)));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
                .map(String::trim)
                .filter(text -> !text.isEmpty());
    }

    private static int port(URI proxy) {
        return proxy.getPort() > 0 ? proxy.getPort() : proxy.getScheme().equals("https") ? 443 : 80;
    }
}
