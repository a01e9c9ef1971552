package dev.psld.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** A small JSON body. Stateless and thread-safe. */
final class JsonBody {
    private static final int LARGEST = 64 << 10;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonBody() {}

    /** Its bytes; a body of another type, or a larger one, is refused. Forms of other sites cannot send that type. */
    static CompletableFuture<byte[]> bytes(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.matches("application/json\\s*(;.*)?")) {
            return CompletableFuture.failedFuture(
                    new WebException(415, "Send JSON, with Content-Type: application/json."));
        }
        if (request.getLength() > LARGEST) {
            return CompletableFuture.failedFuture(tooLarge());
        }
        PromisedResult<byte[]> whole = new PromisedResult<>();
        Content.Source.asByteArrayAsync(request, LARGEST, whole);
        return whole.exceptionally(e -> {
            throw tooLarge();
        });
    }

    static CompletableFuture<JsonNode> read(Request request) {
        return bytes(request).thenApply(bytes -> {
            try {
                JsonNode node = MAPPER.readTree(bytes);
                if (node != null && node.isObject()) {
                    return node;
                }
            } catch (IOException e) {
                throw new CompletionException(new WebException(400, "The JSON cannot be read: send an object."));
            }
            throw new WebException(400, "Send a JSON object.");
        });
    }

    private static WebException tooLarge() {
        return new WebException(413, "The JSON has more than " + LARGEST + " bytes, or did not come.");
    }
}
