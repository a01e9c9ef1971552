package dev.psld.spool;

import dev.psld.job.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How claims end: published or failed. Every step may be the last before a crash; whoever runs the same ending again finishes
 * it. Thread-safe.
 */
final class ClaimCompletion {
    private static final String PUBLISH = "publish";
    private static final String ARCHIVE = "archive";
    private static final String FAIL = "fail";
    private static final String REASON = "failure.txt";
    private static final Delivery.Label UNLABELLED = plan -> {};

    private final FileOperations disk;
    private final Layout layout;
    private final AgentIdentity self;
    private final InstantSource clock;
    private final JobHistory history;

    ClaimCompletion(FileOperations disk, Layout layout, AgentIdentity self, InstantSource clock) {
        this.disk = disk;
        this.layout = layout;
        this.self = self;
        this.clock = clock;
        this.history = new JobHistory(disk, layout);
    }

    static boolean publishes(ClaimFolder folder) {
        return Delivery.planned(folder.path(), PUBLISH);
    }

    static boolean fails(ClaimFolder folder) {
        return Delivery.planned(folder.path(), FAIL);
    }

    /**
     * Publishes staged and synced files.
     *
     * @param parts files in the claim's folder, the picture last
     * @return the picture
     */
    Path publish(ClaimFolder folder, JobFile job, List<NamePlan.Part> parts) throws IOException {
        publishing(folder, job).run(new NamePlan(job.file().stem(), 1, parts));
        return finishPublish(folder, job);
    }

    /** Goes on with a publication whose plan is on disk. */
    Path finishPublish(ClaimFolder folder, JobFile job) throws IOException {
        NamePlan plan = publishing(folder, job).resume();
        Optional<RawName> original = Optional.empty();
        if (!(layout.settings().originals() instanceof Retention.Delete)) {
            original = Optional.of(last(delivery(folder, ARCHIVE, layout.originals(job.task()), UNLABELLED)
                    .run(plan(job, inputs(folder, job)))));
        }
        RawName picture = last(plan);
        history.add(self.name(), job, picture, original, Optional.empty(), clock.instant());
        folder.drop();
        return picture.in(layout.done(job.task()));
    }

    /** Moves all to {@code failed/}; returns the photo there. */
    Path fail(ClaimFolder folder, JobFile job, String reason) throws IOException {
        if (!fails(folder)) {
            String text = new Failure(job.job(), reason, clock.instant()).text();
            disk.write(folder.path().resolve(REASON), text.getBytes(StandardCharsets.UTF_8), true);
        }
        List<NamePlan.Part> parts = new ArrayList<>();
        parts.add(new NamePlan.Part(REASON, ".error.txt"));
        parts.addAll(inputs(folder, job));
        failing(folder, job).run(plan(job, parts));
        return finishFail(folder, job);
    }

    /** Goes on with a failure whose plan is on disk. */
    Path finishFail(ClaimFolder folder, JobFile job) throws IOException {
        NamePlan plan = failing(folder, job).resume();
        RawName photo = last(plan);
        history.add(self.name(), job, photo, Optional.empty(), Optional.of(reason(plan, job)), clock.instant());
        folder.drop();
        return photo.in(layout.failed(job.task()));
    }

    /** As the text beside the photo has it, which somebody may have removed already. */
    private String reason(NamePlan plan, JobFile job) throws IOException {
        Path text = plan.name(plan.parts().get(0)).in(layout.failed(job.task()));
        try {
            return Failure.reason(new String(FileOperations.read(text), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Companions that are there, the photo last. */
    private static List<NamePlan.Part> inputs(ClaimFolder folder, JobFile job) {
        List<NamePlan.Part> parts = new ArrayList<>();
        for (Companion kind : Companion.values()) {
            if (FileOperations.exists(folder.companion(kind))) {
                parts.add(new NamePlan.Part(
                        kind.inside(),
                        kind.suffix(
                                job.file().suffix(),
                                Optional.ofNullable(job.companions().get(kind)))));
            }
        }
        parts.add(new NamePlan.Part(job.inside(), job.file().suffix()));
        return parts;
    }

    private static NamePlan plan(JobFile job, List<NamePlan.Part> parts) {
        return new NamePlan(job.file().stem(), 1, parts);
    }

    private static RawName last(NamePlan plan) {
        return plan.name(plan.parts().get(plan.parts().size() - 1));
    }

    private Delivery publishing(ClaimFolder folder, JobFile job) {
        return delivery(folder, PUBLISH, layout.done(job.task()), new ReportNames(disk, folder.path())::follow);
    }

    private Delivery failing(ClaimFolder folder, JobFile job) {
        return delivery(folder, FAIL, layout.failed(job.task()), UNLABELLED);
    }

    private Delivery delivery(ClaimFolder folder, String kind, Path to, Delivery.Label label) {
        return new Delivery(disk, layout, folder.path(), kind, to, label);
    }
}
