package dev.psld.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trust in servers with certificates of a PEM file, and in no others; or in those that Java trusts. Stateless. */
final class CertificateAuthority {
    private CertificateAuthority() {}

    /** @param file empty for Java's own */
    static SSLContext context(Optional<Path> file) throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(file.isPresent() ? store(file.get()) : javas());
            for (TrustManager trust : factory.getTrustManagers()) {
                if (trust instanceof X509ExtendedTrustManager authority) {
                    SSLContext context = SSLContext.getInstance("TLS");
                    context.init(null, new TrustManager[] {new NamedServers(authority)}, null);
                    return context;
                }
            }
            throw new IOException("this Java cannot check certificates");
        } catch (GeneralSecurityException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static @Nullable KeyStore javas() {
        return null;
    }

    private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority" + count++, one);
            }
            if (count == 0) {
                throw new IOException("there is no certificate in it");
            }
            return store;
        }
    }
}
