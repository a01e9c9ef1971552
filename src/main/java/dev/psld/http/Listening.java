package dev.psld.http;

import java.util.Set;
import java.util.TreeSet;

/**
 * Where a server listens, and what it answers to. Immutable.
 *
 * @param address of this machine
 * @param port 0 for any that is free
 * @param names that clients may call it in Host, without port: a page elsewhere, whose name was made to lead here, calls it otherwise
 */
public record Listening(String address, int port, Set<String> names) {
    private static final String LOOPBACK = "127.0.0.1";

    /** What this machine calls itself. */
    private static final Set<String> OWN = Set.of(LOOPBACK, "localhost", "[::1]");

    public Listening {
        names = Set.copyOf(names);
    }

    /** On the loopback address, for this machine alone. */
    public static Listening loopback(int port) {
        return new Listening(LOOPBACK, port, OWN);
    }

    /**
     * On an address that others may reach.
     *
     * @param more names by which they do, beside the address itself
     */
    public static Listening on(String address, int port, Set<String> more) {
        Set<String> names = new TreeSet<>(OWN);
        names.add(address.contains(":") ? "[" + address + "]" : address);
        names.addAll(more);
        return new Listening(address, port, names);
    }

    /** The names in a sentence. */
    String spoken() {
        return String.join(", ", new TreeSet<>(names));
    }
}
