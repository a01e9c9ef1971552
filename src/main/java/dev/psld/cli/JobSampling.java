package dev.psld.cli;

import dev.psld.agent.InterruptionException;
import dev.psld.agent.Made;
import dev.psld.agent.Steps;
import dev.psld.agent.Work;
import dev.psld.bundle.Digest;
import dev.psld.bundle.Manifest;
import dev.psld.cli.event.Event;
import dev.psld.cli.photo.Companions;
import dev.psld.cli.photo.Destination;
import dev.psld.cli.restore.Attempt;
import dev.psld.cli.restore.Checkpoint;
import dev.psld.cli.restore.Draw;
import dev.psld.cli.restore.Photo;
import dev.psld.cli.restore.PhotoReader;
import dev.psld.cli.restore.Progress;
import dev.psld.cli.restore.Restoration;
import dev.psld.cli.restore.Results;
import dev.psld.cli.restore.Stepping;
import dev.psld.config.AgentConfig;
import dev.psld.operator.Task;
import dev.psld.sampler.DivergedException;
import dev.psld.sampler.Settings;
import dev.psld.sampler.Standing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Draws the samples of one job, one after the other, from where a checkpoint says. Used once, by one thread. */
final class JobSampling {
    private final LoadedModel model;
    private final Work work;
    private final Steps steps;
    private final int checkpointEvery;
    private final JobRecipe recipe;
    private final Settings settings;
    private final List<String> remarks = new ArrayList<>();

    JobSampling(LoadedModel model, AgentConfig config, Work work, Steps steps) {
        this.model = model;
        this.work = work;
        this.steps = steps;
        this.checkpointEvery = config.checkpointEvery();
        this.recipe = JobRecipe.of(work, manifest(), config);
        this.settings = recipe.settings();
    }

    Made run() {
        long began = System.nanoTime();
        Photo photo = reader().read(work.photo());
        Destination staging = new Destination(work.staging(), false, true, Map.of());
        Results results = new Results(work.photo(), staging, recipe.samples());
        Post post = new Post(remarks);
        Job job = new Job(work.photo(), names(), photo, results, recipe.samples(), began, post);
        Checkpoint checkpoint = new Checkpoint(work.checkpoint(), key());
        Restoration restoration =
                new Restoration(model.sessions(), Optional.empty(), Stepping.CHAIN, model.pick(), settings);
        for (int k = 1; k <= recipe.samples(); k++) {
            job.took(k, attempt(k, photo, checkpoint, restoration));
        }
        job.failed().ifPresent(e -> {
            throw e;
        });
        Event.Finished finished = publisher(staging).publish(job, post);
        List<Path> files = finished.files().stream().map(Path::of).toList();
        return new Made(files.get(0), files.subList(1, files.size()), remarks);
    }

    private Attempt attempt(int k, Photo photo, Checkpoint checkpoint, Restoration restoration) {
        Optional<Attempt> made = checkpoint.outcome(k).map(Attempt::of);
        if (made.isPresent()) {
            return made.get();
        }
        Optional<Standing> earlier = checkpoint.standing(k);
        earlier.ifPresent(standing -> remarks.add("sample " + k + " goes on from step " + standing.step()));
        Draw draw = new Draw(photo, settings.seed() + k - 1, earlier, new Kept(k, checkpoint));
        Attempt attempt = restoration.restore(List.of(draw)).get(0);
        // Numbers may diverge in one sample and not in the next; anything else ends the job.
        attempt.failure().filter(e -> !(e instanceof DivergedException)).ifPresent(e -> {
            throw e;
        });
        if (recipe.samples() > 1) {
            attempt.outcome().ifPresent(outcome -> checkpoint.keep(k, outcome));
        }
        return attempt;
    }

    /** Keeps where the run stands every so many steps, and before it is interrupted. */
    private final class Kept implements Progress {
        private final int sample;
        private final Checkpoint checkpoint;
        private Optional<Standing> unkept = Optional.empty();

        Kept(int sample, Checkpoint checkpoint) {
            this.sample = sample;
            this.checkpoint = checkpoint;
        }

        @Override
        public void stands(Standing standing) {
            boolean due = checkpointEvery > 0 && standing.step() % checkpointEvery == 0;
            unkept = Optional.of(standing);
            if (due || steps.ending()) {
                keep();
            }
        }

        @Override
        public void step(int step, int of, double residual) {
            try {
                steps.step((sample - 1) * of + step, of * recipe.samples());
            } catch (InterruptionException e) {
                if (e.reason() == InterruptionException.Reason.STOP) {
                    keep();
                }
                throw e;
            }
        }

        private void keep() {
            unkept.ifPresent(standing -> checkpoint.keep(sample, standing));
            unkept = Optional.empty();
        }

        @Override
        public boolean wantsPreview(int step) {
            return false;
        }

        @Override
        public void preview(int step, float[] made) {
            throw new IllegalStateException("no preview was asked for");
        }
    }

    private PhotoReader reader() {
        return PhotoReader.of(
                recipe.operator(),
                work.mask(),
                work.settings().maskInverted().orElse(false),
                recipe.knownNoise(),
                work.kernel(),
                false,
                manifest(),
                model.environment());
    }

    private Publisher publisher(Destination staging) {
        return new Publisher(
                manifest(),
                Task.parse(work.task()),
                settings,
                model.pick().provider().word(),
                model.environment().version(),
                staging);
    }

    /** The result gets the stem of the photo, not of the copy that is worked on. */
    private Job.Names names() {
        int inner = Companions.stem(work.photo()).length();
        return new Job.Names() {
            @Override
            public String input() {
                return work.name();
            }

            @Override
            public String output(Path written) {
                return work.stem() + String.valueOf(written.getFileName()).substring(inner);
            }
        };
    }

    /** Of everything that decides the bytes of the samples. */
    private String key() {
        List<String> parts = new ArrayList<>(List.of(
                Version.current(),
                settings.toString(),
                recipe.toString(),
                Digests.sha256(work.photo()),
                digest(work.mask()),
                digest(work.kernel()),
                work.settings().maskInverted().toString(),
                digest(recipe.operator().operator()),
                digest(recipe.operator().operatorLift()),
                model.pick().provider().word(),
                model.environment().version()));
        manifest().files().forEach((file, sum) -> parts.add(file + " " + sum));
        return Digest.sha256(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(Optional<Path> file) {
        return file.map(Digests::sha256).orElse("");
    }

    private Manifest manifest() {
        return model.bundle().manifest();
    }

    /** The job's own thread samples, so messages are taken at once. */
    private record Post(List<String> remarks) implements Job.Post {
        @Override
        public void send(Runnable message) {
            message.run();
        }

        @Override
        public void tell(Event event) {
            if (event instanceof Event.Remark remark) {
                remarks.add(remark.sentence());
            }
        }
    }
}
