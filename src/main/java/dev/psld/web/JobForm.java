package dev.psld.web;

import dev.psld.job.JobEntry;
import dev.psld.job.JobProgress;
import dev.psld.job.JobState;
import dev.psld.job.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A job as the API tells of it. Immutable; written as JSON.
 *
 * @param at when it came into the queue, or ended, ISO 8601
 * @param state queued, working, done, failed or cancelled
 * @param position in the queue, 1 is the next
 * @param residuals of a job in work, no more than a curve can show
 * @param preview where what is believed can be had; another address for each
 * @param reason why it failed
 */
record JobForm(
        String id,
        String task,
        String name,
        String at,
        String state,
        OptionalInt position,
        OptionalInt step,
        OptionalInt steps,
        OptionalLong etaSeconds,
        List<JobView.Residual> residuals,
        Optional<String> preview,
        Optional<String> reason,
        Optional<Result> result) {
    private static final int POINTS = 200;

    /** Where the files of a job that is done can be had, and what its report says. */
    record Result(
            String picture,
            Optional<String> report,
            Optional<String> uncertainty,
            List<String> samples,
            OptionalInt width,
            OptionalInt height,
            OptionalDouble seconds,
            OptionalDouble residual,
            Optional<String> model,
            OptionalLong seed) {

        static Result of(String id, ResultFiles files) {
            String base = "/api/jobs/" + id + "/";
            List<String> samples = new ArrayList<>();
            for (int k = 1; k <= files.samples().size(); k++) {
                samples.add(base + "samples/" + k);
            }
            double residual = 0;
            int measured = 0;
            for (var sample : files.json().path("samples")) {
                residual += sample.path("residual").asDouble();
                measured += sample.has("residual") ? 1 : 0;
            }
            var seed = files.json().path("settings").path("seed");
            return new Result(
                    base + "picture",
                    files.json().isMissingNode() ? Optional.empty() : Optional.of(base + "report"),
                    files.uncertainty().map(file -> base + "uncertainty"),
                    samples,
                    files.size().map(size -> OptionalInt.of(size.width())).orElse(OptionalInt.empty()),
                    files.size().map(size -> OptionalInt.of(size.height())).orElse(OptionalInt.empty()),
                    files.json().has("seconds")
                            ? OptionalDouble.of(files.json().path("seconds").asDouble())
                            : OptionalDouble.empty(),
                    measured > 0 ? OptionalDouble.of(residual / measured) : OptionalDouble.empty(),
                    Optional.of(files.json().path("model").path("name").asText())
                            .filter(name -> !name.isEmpty()),
                    seed.isIntegralNumber() ? OptionalLong.of(seed.asLong()) : OptionalLong.empty());
        }
    }

    /**
     * @param position in the queue
     * @param view of a job in work that is followed
     * @param result of one that is done
     */
    static JobForm of(JobEntry job, int position, Optional<JobView> view, Optional<ResultFiles> result) {
        Optional<JobProgress> progress =
                job.state() instanceof JobState.Working working ? working.progress() : Optional.empty();
        int step = Math.max(
                progress.map(JobProgress::step).orElse(0),
                view.map(JobView::step).orElse(0));
        int steps = Math.max(
                progress.map(JobProgress::steps).orElse(0),
                view.map(JobView::steps).orElse(0));
        boolean queued = job.state() instanceof JobState.Queued;
        return new JobForm(
                job.id(),
                job.task(),
                job.name(),
                job.at().toString(),
                word(job.state()),
                queued ? OptionalInt.of(position) : OptionalInt.empty(),
                steps > 0 ? OptionalInt.of(step) : OptionalInt.empty(),
                steps > 0 ? OptionalInt.of(steps) : OptionalInt.empty(),
                progress.map(JobProgress::etaSeconds).orElse(OptionalLong.empty()),
                view.map(seen -> thinned(seen.residuals())).orElse(List.of()),
                view.filter(seen -> seen.previewed() > 0)
                        .map(seen -> "/api/jobs/" + job.id() + "/preview?step=" + seen.previewed()),
                job.state() instanceof JobState.Failed failed ? Optional.of(failed.reason()) : Optional.empty(),
                result.map(files -> Result.of(job.id(), files)));
    }

    private static String word(JobState state) {
        if (state instanceof JobState.Queued) {
            return "queued";
        }
        if (state instanceof JobState.Working) {
            return "working";
        }
        if (state instanceof JobState.Done) {
            return "done";
        }
        return state instanceof JobState.Failed ? "failed" : "cancelled";
    }

    private static List<JobView.Residual> thinned(List<JobView.Residual> all) {
        int stride = (all.size() + POINTS - 1) / POINTS;
        List<JobView.Residual> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (i % stride == 0 || i == all.size() - 1) {
                some.add(all.get(i));
            }
        }
        return some;
    }
}
