package dev.psld.fleet;

import dev.psld.job.QueueException;
import io.nats.client.AuthHandler;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

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

    /**
     * How servers are known; empty where the line is not encrypted.
     *
     * @throws QueueException when the authority's file cannot be used
     */
    Optional<SSLContext> trust() {
        if (authority.isEmpty() && urls.stream().noneMatch(url -> url.startsWith("tls:"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(CertificateAuthority.context(authority));
        } catch (IOException e) {
            throw new QueueException(
                    "The certificates in " + authority.map(Path::toString).orElse("this Java") + " cannot be used: "
                            + reason(e) + ". Give a PEM file of those that signed the servers’.",
                    e);
        }
    }

    /**
     * The file by which we are known.
     *
     * @throws QueueException when it is none
     */
    Optional<AuthHandler> identity() {
        return credentials.map(file -> {
            try {
                String text = Files.readString(file);
                if (!text.contains("NATS USER JWT") || !text.contains("USER NKEY SEED")) {
                    throw new IOException("there is no JWT with its key in it");
                }
                return Nats.credentials(file.toString());
            } catch (IOException e) {
                // Without its cause, which may show a key.
                throw new QueueException("The credentials in " + file + " cannot be used: " + reason(e)
                        + ". Give the file that nsc wrote for this user.");
            }
        });
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "there is no such file"
                : e instanceof AccessDeniedException ? "it may not be read" : String.valueOf(e.getMessage());
    }
}
