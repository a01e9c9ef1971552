package dev.psld.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A path with a small answer that is made at once. Immutable; thread-safe as its source is. */
public record TextRoute(String path, Set<String> parameters, Source source) implements Route {
    /** What is answered. Immutable. */
    public static final class Answer {
        private final int status;
        private final String type;
        private final byte[] body;

        /** @param body not to be changed any more */
        public Answer(int status, String type, byte[] body) {
            this.status = status;
            this.type = type;
            this.body = body;
        }

        /** Words. */
        public static Answer text(int status, String text) {
            return new Answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Makes answers. */
    @FunctionalInterface
    public interface Source {
        Answer answer(Request request) throws Exception;
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
    public void answer(Request request, Response response, Callback callback) throws Exception {
        send(request, response, source.answer(request), callback);
    }

    static void send(Request request, Response response, Answer answer, Callback callback) {
        response.setStatus(answer.status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body.length);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        boolean head = request.getMethod().equals("HEAD");
        response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(answer.body), callback);
    }
}
