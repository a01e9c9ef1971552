package dev.psld.restore;

import dev.psld.restore.photo.Photo;
import dev.psld.sampler.InverseProblem;
import dev.psld.sampler.NoiseSource;
import dev.psld.sampler.Sample;
import dev.psld.sampler.SamplerState;
import dev.psld.sampler.Solver;
import java.util.Optional;

/**
 * One picture to be drawn: the photo, the seed, where an earlier run of the same stood, and who hears of the steps.
 * Immutable.
 */
public record Draw(Photo photo, long seed, Optional<SamplerState> earlier, Progress progress) {
    /** One that starts at its beginning. */
    public Draw(Photo photo, long seed, Progress progress) {
        this(photo, seed, Optional.empty(), progress);
    }

    /** Has a solver draw it. */
    Sample by(Solver solver) {
        return solver.solve(
                new InverseProblem(photo.measurement(), photo.guess(), earlier),
                NoiseSource.of(seed),
                new ProgressListener(progress));
    }
}
