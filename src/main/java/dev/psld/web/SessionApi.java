package dev.psld.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;

/** Signing in, where the server has a token: the page sends it once, and the browser keeps something in its place. Thread-safe. */
final class SessionApi {
    private static final int YEAR = 31_536_000;

    private final Optional<Token> token;

    SessionApi(Optional<Token> token) {
        this.token = token;
    }

    List<Endpoint> endpoints() {
        return List.of(
                new Endpoint("GET", "/api/session", Set.of(), call -> CompletableFuture.completedFuture(state(call))),
                new Endpoint("POST", "/api/session", Set.of(), this::enter),
                new Endpoint(
                        "DELETE", "/api/session", Set.of(), call -> CompletableFuture.completedFuture(cookie("", 0))));
    }

    private Reply state(ApiCall call) {
        boolean open =
                token.map(known -> TokenCheck.known(call.request(), known)).orElse(true);
        return Reply.json(200, Map.of("token", token.isPresent(), "open", open));
    }

    private CompletableFuture<Reply> enter(ApiCall call) {
        return JsonBody.read(call.request()).thenApply(body -> {
            JsonNode given = body.path("token");
            if (token.isEmpty()) {
                return Reply.json(200, Map.of("token", false, "open", true));
            }
            if (!given.isTextual() || !token.get().is(given.textValue().strip())) {
                throw new WebException(401, "That is not the token: it stands in the file that web.token-file names.");
            }
            return cookie(token.get().session(), YEAR);
        });
    }

    private Reply cookie(String value, int seconds) {
        Reply reply = Reply.json(200, Map.of("token", token.isPresent(), "open", seconds > 0 || token.isEmpty()));
        return (request, response, callback) -> {
            response.getHeaders()
                    .put(
                            HttpHeader.SET_COOKIE,
                            TokenCheck.COOKIE + "=" + value + "; Path=/; Max-Age=" + seconds
                                    + "; HttpOnly; SameSite=Strict");
            reply.send(request, response, callback);
        };
    }
}
