package dev.psld.fleet;

import dev.psld.job.QueueException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where the NATS servers of a fleet are, and how they know us. Immutable.
 *
 * @param urls {@code nats://HOST:PORT}, or {@code tls://} where what goes over the line is to be encrypted; at least one
 * @param credentials a file with a JWT and its key, as nsc writes it
 * @param authority PEM file of the certificates by which the servers are known; empty for those that Java trusts
 */
public record Servers(List<String> urls, Optional<Path> credentials, Optional<Path> authority) {
    public Servers {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a fleet needs a server");
        }
    }

    /** Those of a text with commas between. */
    public static Servers of(String urls, Optional<Path> credentials, Optional<Path> authority) {
        return new Servers(Arrays.stream(urls.split(",", -1)).map(String::strip).toList(), credentials, authority);
    }

    /** Without the passwords that may stand in them. */
    public String shown() {
        return withoutPasswords(String.join(", ", urls));
    }

    static String withoutPasswords(String text) {
        return text.replaceAll("//[^@/,\\s]*@", "//");
    }

    /** @throws QueueException when the authority's file cannot be used */
    Optional<javax.net.ssl.SSLContext> trust() {
        return authority.map(file -> {
            try {
                return CertificateAuthority.context(file);
            } catch (IOException e) {
                throw new QueueException(
                        "The certificates in " + file + " cannot be used: " + e.getMessage()
                                + ". Give a PEM file of those that signed the servers’.",
                        e);
            }
        });
    }
}
