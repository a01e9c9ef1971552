package dev.psld.fleet;

import dev.psld.file.TemporaryFolder;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One server, and a link to it, for all tests of a class. */
final class SharedServer implements BeforeAllCallback, AfterAllCallback {
    private @Nullable TemporaryFolder folder;
    private @Nullable NatsServer server;
    private @Nullable Link link;

    @Override
    public void beforeAll(ExtensionContext context) {
        if (server == null) { // nested classes share it too
            folder = TemporaryFolder.temporary();
            server = NatsServer.open(folder.folder());
            link = new Link(Servers.of(server.url(), Optional.empty(), Optional.empty()), "test");
        }
    }

    Link link() {
        return Objects.requireNonNull(link);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getTestClass()
                .flatMap(c -> Optional.ofNullable(c.getEnclosingClass()))
                .isPresent()) {
            return; // a nested class: those after it go on with the same
        }
        link().close();
        Objects.requireNonNull(server).close();
        Objects.requireNonNull(folder).close();
        link = null;
        server = null;
    }
}
