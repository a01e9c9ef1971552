package dev.psld.web;

import dev.psld.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets only those through who know the token, where there is one. Immutable; thread-safe. */
record TokenCheck(Route route, Optional<Token> token) implements Route {
    static final String COOKIE = "psld-session";
    private static final String BEARER = "Bearer ";

    /** Behind a gate each. */
    static List<Route> before(List<Route> routes, Optional<Token> token) {
        return routes.stream().<Route>map(route -> new TokenCheck(route, token)).toList();
    }

    /** Whether a request shows the token, or what a browser keeps in its place. */
    static boolean known(Request request, Token token) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header != null && header.startsWith(BEARER)) {
            return token.is(header.substring(BEARER.length()).strip());
        }
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(HttpCookie::getValue)
                .anyMatch(token::isSession);
    }

    @Override
    public boolean serves(String path) {
        return route.serves(path);
    }

    @Override
    public Set<String> methods() {
        return route.methods();
    }

    @Override
    public Set<String> parameters() {
        return route.parameters();
    }

    @Override
    public void answer(Request request, Response response, Callback callback) throws Exception {
        if (token.isPresent() && !known(request, token.get())) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"psld\"");
            Reply.error(
                            401,
                            "This server asks for its token: sign in on its page, or send Authorization: Bearer TOKEN.")
                    .send(request, response, callback);
            return;
        }
        route.answer(request, response, callback);
    }
}
