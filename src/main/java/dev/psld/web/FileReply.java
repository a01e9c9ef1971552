package dev.psld.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A file that the queue named, streamed. Immutable.
 *
 * @param size in bytes, as it was when it was looked at
 */
record FileReply(Path file, long size, String type) implements Reply {
    /** Only what a browser may show without harm is told apart. */
    private static final Map<String, String> TYPES = Map.of(
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "webp", "image/webp",
            "tif", "image/tiff",
            "tiff", "image/tiff",
            "json", "application/json; charset=utf-8");

    /** @throws WebException when it is not there */
    static FileReply of(Path file, String what) {
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                String called = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
                String ending = called.substring(called.lastIndexOf('.') + 1);
                return new FileReply(file, Files.size(file), TYPES.getOrDefault(ending, "application/octet-stream"));
            }
        } catch (IOException e) {
            // Moved or removed just now.
        }
        throw WebException.missing(what);
    }

    @Override
    public void send(Request request, Response response, Callback callback) {
        Headers.put(response.getHeaders(), type, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, size);
        Content.copy(Content.Source.from(file, 0, size), response, callback);
    }
}
