package dev.psld.restore;

import dev.psld.bundle.Manifest;
import dev.psld.host.SystemMemory;
import dev.psld.picture.BadPictureException;
import dev.psld.restore.photo.Photo;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Settings;
import dev.psld.sampler.SolverSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Says before the first step how long a photo will take and how much memory, and keeps it within a limit: by fewer samples, then by
 * fewer poses, then by fewer steps. What there is no memory for is refused. Used by
 * the thread of a run. What a photo took is remembered for the next ones.
 */
final class Forecast {
    /** Shorter work is not announced. */
    private static final double WORTH_SAYING = 5;

    /** Shorter work says nothing about longer: most of it is what every run begins with. */
    private static final double TELLING = 2;

    private final Prior prior;
    private final Optional<Duration> limit;
    private final Pace pace;

    /** @param limit the longest time that a photo may take; empty for any */
    Forecast(Prior prior, Optional<Duration> limit, Pace pace) {
        this.prior = prior;
        this.limit = limit;
        this.pace = pace;
    }

    /**
     * The task as it is to be done, by what is loaded.
     *
     * @param remarks hears how long it will take, and what was left out
     * @throws BadPictureException when the least that makes a picture takes longer than the limit
     */
    PhotoTask within(PhotoTask asked, Photo photo, BatchPlan plan, Consumer<String> remarks) {
        Optional<Checkpoint.Extent> begun =
                limit.flatMap(time -> asked.checkpoint()).flatMap(Checkpoint::extent);
        if (begun.isPresent()) { // it goes on to the same bytes, however fast it is by now
            Checkpoint.Extent same = begun.get();
            return asked.with(asked.settings().withSteps(same.steps()).withPoses(same.poses()), same.samples());
        }
        PhotoTask task = fitting(asked, photo, plan, remarks);
        if (limit.isPresent()) {
            task.checkpoint()
                    .ifPresent(kept -> kept.keep(new Checkpoint.Extent(
                            task.settings().steps(),
                            task.samples(),
                            task.settings().poses())));
        }
        return task;
    }

    private PhotoTask fitting(PhotoTask task, Photo photo, BatchPlan plan, Consumer<String> remarks) {
        if (prior.manifest().isEmpty()) {
            requireMemory(task, photo, Optional.empty())
                    .ifPresent(memory -> remarks.accept("it takes about " + memory.words()));
            return task;
        }
        Workload whole = workload(task, photo);
        double rate = rate(task, plan);
        double seconds = rate * whole.megapixels();
        double most = limit.map(time -> time.toMillis() / 1e3).orElse(Double.MAX_VALUE);
        if (seconds <= most) {
            say(whole, seconds, requireMemory(task, photo, Optional.of(whole)), remarks);
            return task;
        }
        int samples = (int) Math.max(1, Math.floor(whole.samples() * most / seconds));
        double each = seconds / whole.samples();
        int poses = (int) Math.max(1, Math.min(whole.poses(), Math.floor(whole.poses() * most / each)));
        double fewer = each * poses / whole.poses();
        int steps = samples > 1 || fewer <= most ? whole.steps() : (int) Math.floor(whole.steps() * most / fewer);
        int least = least(task.settings(), whole.steps());
        if (steps < least) {
            throw tooLong(task, whole.with(least, 1, 1), rate);
        }
        Workload less = whole.with(steps, samples, poses);
        remarks.accept("to stay within " + Workload.time(most) + " it takes "
                + (steps < whole.steps() ? steps + " steps in place of " + whole.steps() : "all steps")
                + (samples < whole.samples() ? " and " + samples + " of " + whole.samples() + " samples" : "")
                + (poses < whole.poses() ? " and " + poses + " of " + whole.poses() + " poses" : ""));
        SolverSettings settings = steps < whole.steps() ? task.settings().withSteps(steps) : task.settings();
        PhotoTask shorter = task.with(settings.withPoses(poses), samples);
        say(less, rate * less.megapixels(), requireMemory(shorter, photo, Optional.of(less)), remarks);
        return shorter;
    }

    /** Refuses what there is no room for; empty where that is not known, or too little to be told. */
    private static Optional<MemoryPlan> requireMemory(PhotoTask task, Photo photo, Optional<Workload> windows) {
        if (task.settings() instanceof Settings) {
            return Optional.empty();
        }
        MemoryPlan memory = MemoryPlan.of(photo, task.settings(), task.samples(), windows);
        Runtime java = Runtime.getRuntime();
        memory.require(task.names().input(), java.maxMemory(), java.totalMemory(), SystemMemory.system());
        return Optional.of(memory).filter(MemoryPlan::worthSaying);
    }

    /** Remembers what a photo took that had the machine for itself. */
    void took(PhotoTask task, Photo photo, BatchPlan plan, double seconds) {
        if (prior.manifest().isPresent() && seconds >= TELLING) {
            pace.took(kind(task, plan), seconds / workload(task, photo).megapixels());
        }
    }

    private Workload workload(PhotoTask task, Photo photo) {
        Manifest manifest = prior.manifest().orElseThrow();
        SolverSettings settings = task.settings();
        return Workload.of(manifest, photo, Restoration.steps(manifest, settings), task.samples(), settings.poses());
    }

    private double rate(PhotoTask task, BatchPlan plan) {
        return pace.of(kind(task, plan)).orElseGet(prior::secondsPerMegapixel);
    }

    private String kind(PhotoTask task, BatchPlan plan) {
        String plain = String.join(
                " ",
                prior.name(),
                prior.pick().provider().word(),
                task.word(),
                task.settings().method().word(),
                Integer.toString(Math.min(task.samples(), plan.parallel())),
                Integer.toString(plan.batch()));
        return task.settings() instanceof Settings latent && !latent.plugIns().none()
                ? plain + " " + latent.plugIns()
                : plain;
    }

    /** The fewest steps that are worth anything. */
    private static int least(SolverSettings settings, int steps) {
        if (settings instanceof Settings latent) {
            return latent.mode() == Mode.AUTHOR ? steps : Math.min(steps, 20 + latent.polish());
        }
        return Math.min(steps, settings.method() == Method.DIFFPIR ? 8 : 4);
    }

    private static void say(Workload work, double seconds, Optional<MemoryPlan> memory, Consumer<String> remarks) {
        if (seconds >= WORTH_SAYING || memory.isPresent()) {
            remarks.accept(work.sentence(seconds, memory));
        }
    }

    private BadPictureException tooLong(PhotoTask task, Workload least, double rate) {
        return new BadPictureException(task.names().input() + " takes about "
                + Workload.time(rate * least.megapixels()) + " even with "
                + (least.steps() == 1 ? "one step" : least.steps() + " steps") + " and one sample, and may take "
                + Workload.time(limit.orElseThrow().toMillis() / 1e3)
                + ": give it more with --max-time, or a smaller photo.");
    }
}
