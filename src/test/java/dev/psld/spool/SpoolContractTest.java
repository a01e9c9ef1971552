package dev.psld.spool;

import dev.psld.job.JobCrashContract;
import dev.psld.job.JobQueue;
import dev.psld.job.JobQueueContract;
import dev.psld.job.JobTakeoverContract;
import dev.psld.job.QueueHarness;
import dev.psld.job.QueueSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The spool is a queue of jobs. */
class SpoolContractTest {
    @Nested
    class Jobs extends JobQueueContract {
        @Override
        protected QueueHarness harness(Path folder) {
            return new Harness(new SpoolFixture(folder));
        }
    }

    @Nested
    class Takeovers extends JobTakeoverContract {
        @Override
        protected QueueHarness harness(Path folder) {
            return new Harness(new SpoolFixture(folder));
        }
    }

    @Nested
    class Crashes extends JobCrashContract {
        @Override
        protected QueueHarness harness(Path folder) {
            return new Harness(new SpoolFixture(folder));
        }
    }

    private record Harness(SpoolFixture fixture) implements QueueHarness {
        @Override
        public JobQueue open(String agent) {
            return fixture.open(agent);
        }

        @Override
        public JobQueue open(String agent, Before before) {
            return fixture.open(agent, new FileOperations((what, path) -> before.operation(), false));
        }

        @Override
        public QueueSnapshot settled(JobQueue queue) {
            return fixture.settled((Spool) queue);
        }

        @Override
        public void pass(Duration time) {
            fixture.pass(time);
        }

        @Override
        public void jump(Duration time) {
            fixture.now = fixture.now.plus(time);
        }

        @Override
        public Duration lease() {
            return fixture.settings.lease();
        }

        @Override
        public void dies(String agent) {
            fixture.dead.add(agent);
        }

        @Override
        public Map<String, String> results() {
            return fixture.files("done");
        }

        @Override
        public Map<String, String> originals() {
            return fixture.files("originals");
        }

        @Override
        public Map<String, String> failures() {
            return fixture.files("failed");
        }

        @Override
        public int open() {
            long submitted = fixture.entries("submitted").stream()
                    .filter(name -> !name.startsWith("."))
                    .count();
            return fixture.working().size()
                    + (int) submitted
                    + fixture.files("inbox").size();
        }
    }
}
