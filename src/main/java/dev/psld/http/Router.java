package dev.psld.http;

import dev.psld.host.Journal;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Takes each request to its route, or refuses it. Thread-safe. */
final class Router extends Handler.Abstract.NonBlocking {
    private final RequestCheck check;
    private final Connections connections;
    private final ClientFaults faults;
    private final Journal journal;

    Router(RequestCheck check, Connections connections, ClientFaults faults, Journal journal) {
        this.check = check;
        this.connections = connections;
        this.faults = faults;
        this.journal = journal;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Connection connection = request.getConnectionMetaData().getConnection();
        connections.begins(connection);
        Callback ended = Callback.from(callback, () -> connections.ends(connection));
        Optional<RequestCheck.Refusal> refusal = check.refusal(request);
        if (refusal.isPresent()) {
            refuse(request, response, refusal.get(), ended);
            return true;
        }
        try {
            check.route(request).orElseThrow().answer(request, response, ended);
        } catch (Exception e) {
            journal.error("http: " + request.getMethod() + " " + Request.getPathInContext(request) + ": " + e);
            Response.writeError(request, response, ended, 500);
        }
        return true;
    }

    private void refuse(Request request, Response response, RequestCheck.Refusal refusal, Callback ended) {
        faults.tell(refusal.kind(), "answered " + refusal.status() + ", " + refusal.sentence());
        if (!refusal.allow().isEmpty()) {
            response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", refusal.allow()));
        }
        response.getHeaders().put(HttpHeader.CONNECTION, "close"); // and whatever body there is stays unread
        TextRoute.send(request, response, TextRoute.Answer.text(refusal.status(), refusal.sentence() + "\n"), ended);
    }
}
