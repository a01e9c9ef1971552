package dev.psld.web;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/**
 * One request of the API. Immutable.
 *
 * @param variables what stands for the {…} of the path, in their order, decoded
 */
record ApiCall(Request request, List<String> variables) {
    /** The first of the {…}. */
    String id() {
        return variables.get(0);
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(Request.extractQueryParameters(request).getValue(name))
                .filter(value -> !value.isEmpty());
    }

    /** Who asks: limits are by address. */
    String client() {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                        && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "";
    }
}
