package dev.psld.fleet;

import dev.psld.job.JobCrashContract;
import dev.psld.job.JobQueueContract;
import dev.psld.job.JobTakeoverContract;
import dev.psld.job.QueueHarness;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A fleet is a queue of jobs. */
class FleetContractTest {
    @RegisterExtension
    static final SharedServer SERVED = new SharedServer();

    @Nested
    @Tag("slow")
    class Jobs extends JobQueueContract {
        @Override
        protected QueueHarness harness(Path folder) {
            return new FleetFixture(SERVED.link(), folder);
        }
    }

    @Nested
    class Takeovers extends JobTakeoverContract {
        @Override
        protected QueueHarness harness(Path folder) {
            return new FleetFixture(SERVED.link(), folder);
        }
    }

    @Nested
    @Tag("slow")
    class Crashes extends JobCrashContract {
        @Override
        protected QueueHarness harness(Path folder) {
            return new FleetFixture(SERVED.link(), folder);
        }
    }
}
