package dev.psld.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.psld.job.QueueException;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are known by their certificates, and that let in whom they know. */
@Tag("slow")
class FleetSecurityTest {
    private static final String USERS = "authorization { users: [{user: worker, password: sesame}] }\n";

    @TempDir
    Path folder;

    private final java.util.List<NatsServer> servers = new java.util.ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(NatsServer::close);
    }

    /** Its address. */
    private String server(String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve("nats" + servers.size() + ".conf"), configuration);
        int port = NatsServer.freePort();
        NatsServer server = NatsServer.begin(folder.resolve("s" + servers.size()), port, "-c", file.toString());
        servers.add(server);
        server.awaitReady();
        return "127.0.0.1:" + port;
    }

    private static void use(Servers servers) {
        try (Link link = new Link(servers, "test")) {
            new FleetStreams(new Store(link, what -> {}), FleetFixture.settings("psld", Path.of("unused"))).ensure();
        }
    }

    private static void works(String url, Optional<Path> credentials, Optional<Path> authority) {
        assertThatCode(() -> use(Servers.of(url, credentials, authority))).doesNotThrowAnyException();
    }

    private static void fails(String url, Optional<Path> credentials, Optional<Path> authority, String... words) {
        assertThatExceptionOfType(QueueException.class)
                .isThrownBy(() -> use(Servers.of(url, credentials, authority)))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(words)
                        .doesNotContain("sesame", "barley", "Exception")
                        .matches(".*[.?]"));
    }

    @Test
    void certificates_and_passwords() throws IOException {
        Certificates ours = Certificates.make(folder.resolve("ours"));
        Optional<Path> trusted = Optional.of(ours.authority());
        Optional<Path> none = Optional.empty();
        String at = server(ours.tls("server", "IP:127.0.0.1", 2) + USERS);
        works("tls://worker:sesame@" + at, none, trusted);
        works("nats://worker:sesame@" + at, none, trusted);
        fails("tls://worker:barley@" + at, none, trusted, "do not let this user in", "tls://" + at, "--credentials");
        fails("tls://" + at, none, trusted, "do not let this user in");
        fails("tls://worker:sesame@" + at, none, none, "signed by nobody that is trusted", "--authority");
        fails("nats://worker:sesame@" + at, none, none, "wants TLS", "tls://");
        Optional<Path> others =
                Optional.of(Certificates.make(folder.resolve("others")).authority());
        fails("tls://worker:sesame@" + at, none, others, "signed by nobody that is trusted");
        fails("tls://worker:sesame@" + at, none, Optional.of(folder.resolve("no.pem")), "no.pem", "no such file");
        Path text = Files.writeString(folder.resolve("text"), "hello");
        fails("tls://worker:sesame@" + at, none, Optional.of(text), "text cannot be used", "PEM");
        fails("tls://" + at, Optional.of(folder.resolve("no.creds")), trusted, "no.creds", "no such file");
        fails("tls://" + at, Optional.of(text), trusted, "text cannot be used", "no JWT");
    }

    @Test
    void a_certificate_of_another_name_or_another_time_is_none() throws IOException {
        Certificates ours = Certificates.make(folder.resolve("ours"));
        Optional<Path> trusted = Optional.of(ours.authority());
        String elsewhere = server(ours.tls("elsewhere", "DNS:n1.example", 2));
        fails("tls://" + elsewhere, Optional.empty(), trusted, "is for another name", "127.0.0.1", "somebody else");
        String old = server(ours.tls("old", "IP:127.0.0.1", -1));
        fails("tls://" + old, Optional.empty(), trusted, "is out of date", "renew");
        String plain = server("");
        fails("tls://" + plain, Optional.empty(), trusted, "has no TLS");
        String good = server(ours.tls("good", "IP:127.0.0.1", 2));
        works("tls://" + elsewhere + ", tls://" + old + ", tls://" + good, Optional.empty(), trusted);
        fails(
                "tls://127.0.0.1:" + NatsServer.freePort() + ", tls://" + old + ", tls://nobody.invalid:4222",
                Optional.empty(),
                trusted,
                "is out of date");
    }

    @Test
    void files_of_credentials() throws GeneralSecurityException, IOException {
        Accounts accounts = new Accounts();
        String url = "nats://" + server(accounts.configuration());
        long now = JwtUtils.currentTimeSeconds();
        Optional<Path> good = Optional.of(accounts.user(folder.resolve("a.creds"), Duration.ofHours(1), now));
        works(url, good, Optional.empty());
        Optional<Path> over = Optional.of(accounts.user(folder.resolve("b.creds"), Duration.ofMinutes(1), now - 100));
        fails(url, over, Optional.empty(), "do not let this user in", "fleet.credentials");
        Optional<Path> strange = Optional.of(new Accounts().user(folder.resolve("c.creds"), Duration.ZERO, now));
        fails(url, strange, Optional.empty(), "do not let this user in");
        fails(url, Optional.empty(), Optional.empty(), "do not let this user in");
    }

    @Test
    void servers_that_cannot_be_reached() {
        fails("nats://nobody.invalid:4222", Optional.empty(), Optional.empty(), "nobody knows the name nobody.invalid");
        fails(
                "nats://127.0.0.1:" + NatsServer.freePort(),
                Optional.empty(),
                Optional.empty(),
                "Connection refused",
                "Is it running");
    }
}
