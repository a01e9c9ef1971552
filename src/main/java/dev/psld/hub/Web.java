package dev.psld.hub;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Asks servers for what they have. Immutable and thread-safe; what it gives is closed by whoever asked.
 *
 * @param token sent to the host that it is for, and to no other that this one refers to
 */
record Web(Proxies proxies, Optional<Token> token) {
    private static final int REDIRECTS = 10;

    /** A server that says nothing for so long is taken for gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("psld.hub.patience", 60));

    static {
        // Java knows names and passwords of proxies for https, but does not tell them unless this is empty.
        if (System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) {
            System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        }
    }

    /** A secret and the host that may see it. */
    record Token(String host, String secret) {}

    /**
     * Sends a GET and follows where it leads. The answer may be any, errors included.
     *
     * @param headers further ones
     */
    HttpURLConnection get(URI address, Map<String, String> headers) throws IOException {
        URI at = address;
        for (int hop = 0; hop < REDIRECTS; hop++) {
            HttpURLConnection connection = open(at, headers);
            int status = connection.getResponseCode();
            String location = connection.getHeaderField("Location");
            if (status < 300 || status >= 400 || status == HttpURLConnection.HTTP_NOT_MODIFIED || location == null) {
                return connection;
            }
            connection.disconnect();
            URI next = at.resolve(location);
            if (at.getScheme().equals("https") && !"https".equals(next.getScheme())) {
                throw new IOException(at.getHost() + " leads from https to " + next.getScheme());
            }
            at = next;
        }
        throw new IOException(address + " leads on more than " + REDIRECTS + " times");
    }

    private HttpURLConnection open(URI address, Map<String, String> headers) throws IOException {
        if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme())) {
            throw new IOException(address + " is no http or https address");
        }
        URL url = address.toURL();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection(proxies.of(address));
        proxies.login(address).ifPresent(connection::setAuthenticator);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout((int) PATIENCE.toMillis());
        connection.setReadTimeout((int) PATIENCE.toMillis());
        connection.setRequestProperty("User-Agent", "psld");
        connection.setRequestProperty("Accept-Encoding", "identity");
        token.filter(t -> t.host().equalsIgnoreCase(address.getAuthority()))
                .ifPresent(t -> connection.setRequestProperty("Authorization", "Bearer " + t.secret()));
        headers.forEach(connection::setRequestProperty);
        return connection;
    }
}
