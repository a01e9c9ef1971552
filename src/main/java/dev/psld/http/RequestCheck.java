package dev.psld.http;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/** Which requests are heard at all. Immutable. */
record RequestCheck(Listening at, List<Route> routes) {
    /** What browsers say of a request that a page of another site made. */
    private static final String SITE = "Sec-Fetch-Site";

    /** Why a request is refused. The kind is for the log, which tells of each kind and not of each request. */
    record Refusal(int status, String kind, String sentence, Set<String> allow) {
        Refusal(int status, String kind, String sentence) {
            this(status, kind, sentence, Set.of());
        }
    }

    Optional<Refusal> refusal(Request request) {
        if (!named(request)) {
            return Optional.of(new Refusal(
                    421,
                    "foreign Host",
                    "this server is called " + at.spoken()
                            + ", and by no other name; use one of these, or a tunnel to it"));
        }
        if (foreign(request)) {
            return Optional.of(new Refusal(403, "foreign Origin", "pages of other servers may not ask this one"));
        }
        Optional<Route> route = route(request);
        if (route.isEmpty()) {
            return Optional.of(new Refusal(404, "unknown path", "there is nothing here"));
        }
        if (!route.get().methods().contains(request.getMethod())) {
            return Optional.of(new Refusal(
                    405,
                    "unknown method",
                    "this path knows other methods",
                    new TreeSet<>(route.get().methods())));
        }
        return parameters(request, route.get());
    }

    Optional<Route> route(Request request) {
        String path = Request.getPathInContext(request);
        return routes.stream().filter(route -> route.serves(path)).findFirst();
    }

    private static Optional<Refusal> parameters(Request request, Route route) {
        try {
            Set<String> unknown =
                    new TreeSet<>(Request.extractQueryParameters(request).getNames());
            unknown.removeAll(route.parameters());
            return unknown.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Refusal(400, "unknown parameter", "this path knows no such parameter"));
        } catch (RuntimeException e) {
            return Optional.of(new Refusal(400, "damaged query", "the query cannot be read"));
        }
    }

    /** HTTP/1.0 needs no Host, and no browser sends a request without one. */
    private boolean named(Request request) {
        String target = request.getHttpURI().getAuthority(); // of the request line, where that has one; else of Host
        if (target != null && !at.names().contains(host(target))) {
            return false;
        }
        List<String> hosts = request.getHeaders().getValuesList(HttpHeader.HOST);
        if (hosts.isEmpty()) {
            return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0;
        }
        return hosts.size() == 1 && at.names().contains(host(hosts.get(0)));
    }

    private static String host(String authority) {
        return authority.replaceFirst(":\\d{1,5}$", "").toLowerCase(java.util.Locale.ROOT);
    }

    /** A picture or a script in a page of another site comes without an Origin; following a link there is no harm. */
    private static boolean elsewhere(Request request) {
        HttpFields headers = request.getHeaders();
        String site = headers.get(SITE);
        boolean page =
                "navigate".equals(headers.get("Sec-Fetch-Mode")) && "document".equals(headers.get("Sec-Fetch-Dest"));
        return ("cross-site".equals(site) || "same-site".equals(site)) && !page;
    }

    /** Browsers name the page that a request comes from: another port of this machine is another server too. */
    private static boolean foreign(Request request) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null) {
            return elsewhere(request);
        }
        try {
            return !String.valueOf(URI.create(origin).getAuthority())
                    .equals(request.getHeaders().get(HttpHeader.HOST));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
