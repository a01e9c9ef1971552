package dev.psld.bench;

import dev.psld.chain.ModelChain;
import dev.psld.sampler.StepListener;
import dev.psld.sampler.StepReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Runs rounds of steps of one subject and watches them. Used by one thread; closes its chain, not the model. */
final class StepRun implements AutoCloseable {
    private final BenchmarkCase subject;
    private final ModelChain chain;

    StepRun(BenchmarkCase subject) {
        this.subject = subject;
        this.chain = new ModelChain(
                subject.models(),
                subject.pick(),
                subject.measurement(),
                subject.settings().method(),
                subject.settings().mode());
    }

    /** One round: a step that is not counted, then {@code steps} that are, all within the sampler's own loop. */
    StepTimes round(int steps) {
        Watch watch = new Watch(chain, steps + 1);
        subject.sampler(steps + 1).sample(chain, Optional.empty(), new FixedStart(subject.latent()), watch);
        return watch.round(steps);
    }

    /** The latent after a single step from {@link BenchmarkCase#latent}. */
    float[] firstStep() {
        return subject.sampler(1)
                .sample(chain, Optional.empty(), new FixedStart(subject.latent()), StepListener.NONE)
                .latent();
    }

    @Override
    public void close() {
        chain.close();
    }

    /** Reads all clocks when the first step ends and when the last does. */
    private static final class Watch implements StepListener {
        private final ModelChain chain;
        private final int last;
        private Map<String, Double> stagesBefore = Map.of();
        private Map<String, Double> stagesAfter = Map.of();
        private Clocks before = Clocks.NONE;
        private Clocks after = Clocks.NONE;

        Watch(ModelChain chain, int last) {
            this.chain = chain;
            this.last = last;
        }

        @Override
        public void step(StepReport report) {
            // The copies of the stages' times lie outside of what the clocks span.
            if (report.step() == 1) {
                stagesBefore = chain.clock().seconds();
                before = Clocks.read();
            } else if (report.step() == last) {
                after = Clocks.read();
                stagesAfter = chain.clock().seconds();
            }
        }

        StepTimes round(int steps) {
            Map<String, Double> stages = new LinkedHashMap<>();
            stagesAfter.forEach(
                    (stage, seconds) -> stages.put(stage, (seconds - stagesBefore.getOrDefault(stage, 0.0)) / steps));
            return new StepTimes(
                    (after.nanos() - before.nanos()) / 1e9 / steps,
                    (after.cpuNanos() - before.cpuNanos()) / 1e9 / steps,
                    stages,
                    (double) (after.allocated() - before.allocated()) / steps);
        }
    }
}
