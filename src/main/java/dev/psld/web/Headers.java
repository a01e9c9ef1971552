package dev.psld.web;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** What browsers are told about every answer. Stateless. */
final class Headers {
    /** Scripts, styles and pictures of this server alone, and pictures that the page itself made; nothing in line, no frame, no form. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> ALL = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()");

    private Headers() {}

    /** @param cache what caches may do with the answer */
    static void put(HttpFields.Mutable headers, String type, String cache) {
        put(headers, cache);
        headers.put(HttpHeader.CONTENT_TYPE, type);
    }

    /** The same of an answer without a body. */
    static void put(HttpFields.Mutable headers, String cache) {
        ALL.forEach(headers::put);
        headers.put(HttpHeader.CACHE_CONTROL, cache);
    }
}
