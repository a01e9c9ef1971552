package dev.psld.http;

import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers the requests of one path, or of several. Thread-safe; must not block, for threads are few. */
public interface Route {
    /** Whether a path, decoded and without query, is this route's. */
    boolean serves(String path);

    /** Methods that it knows, such as GET and HEAD. */
    Set<String> methods();

    /** Names of parameters that its queries may have. */
    Set<String> parameters();

    /** Answers; completes the callback when the answer has gone, or failed to. */
    void answer(Request request, Response response, Callback callback) throws Exception;
}
