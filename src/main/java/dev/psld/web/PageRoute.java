package dev.psld.web;

import dev.psld.file.Sha256;
import dev.psld.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One file of the page, out of the jar and from memory. Immutable; thread-safe. */
final class PageRoute implements Route {
    /** Every file that is served: nothing else of the jar is. */
    private static final List<String> FILES = List.of(
            "index.html",
            "openapi.json",
            "style.css",
            "icon.svg",
            "app/api.js",
            "app/brushwork.js",
            "app/canvas.js",
            "app/comparison.js",
            "app/dom.js",
            "app/gallery.js",
            "app/main.js",
            "app/mask.js",
            "app/png.js",
            "app/settings.js",
            "app/sign-in.js",
            "app/watching.js",
            "samples/portrait1.png",
            "samples/portrait2.png",
            "samples/portrait3.png");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png");

    private final String path;
    private final String type;
    private final byte[] body;
    private final String tag;

    private PageRoute(String file, byte[] body) {
        this.path = file.equals("index.html") ? "/" : "/" + file;
        this.type = TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), "application/octet-stream");
        this.body = body;
        this.tag = '"' + Sha256.of(body).substring(0, 16) + '"';
    }

    /** One for each file. */
    static List<Route> all() {
        List<Route> all = new ArrayList<>();
        for (String file : FILES) {
            try (InputStream in = PageRoute.class.getResourceAsStream("/web/" + file)) {
                if (in == null) {
                    throw new IllegalStateException("the program lacks web/" + file + ": build it again");
                }
                all.add(new PageRoute(file, in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException("the program's own web/" + file + " is damaged: build it again", e);
            }
        }
        return all;
    }

    @Override
    public boolean serves(String asked) {
        return path.equals(asked);
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET", "HEAD");
    }

    @Override
    public Set<String> parameters() {
        return Set.of();
    }

    @Override
    public void answer(Request request, Response response, Callback callback) {
        Headers.put(response.getHeaders(), type, "no-cache");
        response.getHeaders().put(HttpHeader.ETAG, tag);
        if (tag.equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
            response.setStatus(304);
            response.write(true, ByteBuffer.allocate(0), callback);
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        boolean head = request.getMethod().equals("HEAD");
        response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body), callback);
    }
}
