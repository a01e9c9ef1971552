package dev.psld.fleet;

import dev.psld.job.JobCrashContract;
import dev.psld.job.JobQueueContract;
import dev.psld.job.JobTakeoverContract;
import dev.psld.job.QueueHarness;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A fleet is a queue of jobs. */
class FleetContractTest {
    @TempDir
    static Path served;

    private static NatsServer server;
    private static Link link;

    @BeforeAll
    static void start() {
        server = NatsServer.open(served);
        link = new Link(Servers.of(server.url(), Optional.empty(), Optional.empty()), "test");
    }

    @AfterAll
    static void stop() {
        link.close();
        server.close();
    }

    @Nested
    @Tag("slow")
    class Jobs extends JobQueueContract {
        @Override
        protected QueueHarness harness(Path folder) {
            return new FleetFixture(link, folder);
        }
    }

    @Nested
    class Takeovers extends JobTakeoverContract {
        @Override
        protected QueueHarness harness(Path folder) {
            return new FleetFixture(link, folder);
        }
    }

    @Nested
    @Tag("slow")
    class Crashes extends JobCrashContract {
        @Override
        protected QueueHarness harness(Path folder) {
            return new FleetFixture(link, folder);
        }
    }
}
