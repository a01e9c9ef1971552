package dev.psld.restore;

import dev.psld.job.RestoreResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How the run of a single job came out. Used once, by one thread. */
final class JobOutcome implements RunListener {
    private final LiveView view;
    private final List<String> remarks = new ArrayList<>();
    private Optional<RestoredPhoto> photo = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();

    /** @param view shows the steps */
    JobOutcome(LiveView view) {
        this.view = view;
    }

    @Override
    public void step(PhotoTask task, int step, int steps, OptionalDouble residual) {
        view.step(step, steps, residual);
    }

    @Override
    public void remark(String sentence) {
        remarks.add(sentence);
    }

    @Override
    public void remark(PhotoTask task, String sentence) {
        remarks.add(sentence);
    }

    @Override
    public void finished(PhotoTask task, RestoredPhoto restored) {
        photo = Optional.of(restored);
    }

    @Override
    public void failed(PhotoTask task, Throwable thrown) {
        failure = Optional.of(thrown);
    }

    /** What came out; throws what the job failed by. */
    RestoreResult result() {
        if (failure.isPresent()) {
            if (failure.get() instanceof Error e) {
                throw e;
            }
            throw (RuntimeException) failure.get();
        }
        RestoredPhoto restored = photo.orElseThrow();
        return new RestoreResult(restored.picture(), restored.sidecars(), remarks);
    }
}
