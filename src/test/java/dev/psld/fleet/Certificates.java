package dev.psld.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority of a test, and what it signs, made by openssl. */
public final class Certificates {
    private static final String KEY = " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes ";

    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    public static Certificates make(Path folder) throws IOException {
        Certificates made = new Certificates(Files.createDirectories(folder));
        made.openssl("req -x509" + KEY + "-keyout ca.key -out ca.pem -days 2 -subj /CN=authority");
        return made;
    }

    /** The certificate of who signs. */
    public Path authority() {
        return folder.resolve("ca.pem");
    }

    /**
     * Lines of a server's configuration.
     *
     * @param subject IP:… or DNS:…
     * @param days for which its certificate is good from now on; below 0 it was
     */
    public String tls(String name, String subject, int days) throws IOException {
        Files.writeString(folder.resolve("names"), "subjectAltName=" + subject + "\n");
        openssl("req" + KEY + "-keyout " + name + ".key -out " + name + ".csr -subj /CN=" + name);
        openssl("x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days " + days
                + " -extfile names -out " + name + ".pem");
        return "tls { cert_file: \"" + folder.resolve(name + ".pem") + "\", key_file: \""
                + folder.resolve(name + ".key") + "\" }\n";
    }

    private void openssl(String words) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words.split(" ", -1)));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
