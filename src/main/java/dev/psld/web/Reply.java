package dev.psld.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What is answered to a request. Immutable. */
@FunctionalInterface
interface Reply {
    /** Writes JSON; what is absent is left out. Thread-safe. */
    ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .build();

    /** Sends it; completes the callback when it has gone, or failed to. */
    void send(Request request, Response response, Callback callback);

    /** A JSON document. */
    static Reply json(int status, Object value) {
        byte[] body = text(value).getBytes(StandardCharsets.UTF_8);
        return (request, response, callback) -> {
            response.setStatus(status);
            Headers.put(response.getHeaders(), "application/json; charset=utf-8", "no-store");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
            response.write(true, ByteBuffer.wrap(body), callback);
        };
    }

    /** That there is nothing to be sent, and nothing wrong with that. */
    static Reply nothing() {
        return (request, response, callback) -> {
            response.setStatus(204);
            Headers.put(response.getHeaders(), "no-store");
            response.write(true, ByteBuffer.allocate(0), callback);
        };
    }

    /** What is wrong, in a sentence; whatever of the request's body has not been read stays so. */
    static Reply error(int status, String sentence) {
        Reply json = json(status, Map.of("error", sentence));
        return (request, response, callback) -> {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            json.send(request, response, callback);
        };
    }

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " cannot be written as JSON", e);
        }
    }
}
