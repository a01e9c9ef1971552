package dev.psld.web;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;
import dev.psld.host.Journal;
import dev.psld.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** All methods of one path of the API. Immutable; thread-safe. */
final class ApiRoute implements Route {
    private final Pattern path;
    private final Map<String, Endpoint> methods = new TreeMap<>();
    private final Set<String> parameters = new TreeSet<>();
    private final Journal journal;

    private ApiRoute(String path, Journal journal) {
        this.path = Pattern.compile(path.replaceAll("\\{[a-z]+\\}", "([^/]{1,200})"));
        this.journal = journal;
    }

    /** One route for each path. */
    static List<Route> of(List<Endpoint> endpoints, Journal journal) {
        Map<String, ApiRoute> routes = new TreeMap<>();
        for (Endpoint one : endpoints) {
            ApiRoute route = routes.computeIfAbsent(one.path(), path -> new ApiRoute(path, journal));
            route.methods.put(one.method(), one);
            route.parameters.addAll(one.parameters());
        }
        return List.copyOf(routes.values());
    }

    @Override
    public boolean serves(String asked) {
        return path.matcher(asked).matches();
    }

    @Override
    public Set<String> methods() {
        return methods.keySet();
    }

    @Override
    public Set<String> parameters() {
        return parameters;
    }

    @Override
    public void answer(Request request, Response response, Callback callback) {
        Matcher matcher = path.matcher(Request.getPathInContext(request));
        List<String> variables = new ArrayList<>();
        for (int i = 1; matcher.matches() && i <= matcher.groupCount(); i++) {
            variables.add(matcher.group(i));
        }
        Endpoint endpoint = methods.get(request.getMethod());
        if (endpoint == null) {
            throw new IllegalStateException(request.getMethod() + " was let through");
        }
        var unused = endpoint.answers().answer(new ApiCall(request, variables)).whenComplete((reply, thrown) -> {
            Reply sent = reply != null ? reply : failure(request, thrown);
            sent.send(request, response, callback);
        });
    }

    private Reply failure(Request request, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof WebException e) {
            return Reply.error(e.status(), e.sentence());
        }
        if (cause instanceof FaultException e && e.fault() != Fault.DEFECT) {
            boolean ours = e.fault() == Fault.PHOTO || e.fault() == Fault.USAGE || e.fault() == Fault.CONFIGURATION;
            return Reply.error(ours ? 400 : 503, e.sentence());
        }
        journal.error("web: " + request.getMethod() + " " + Request.getPathInContext(request) + ": " + cause);
        return Reply.error(500, "The server has a defect here; its log has the details.");
    }
}
