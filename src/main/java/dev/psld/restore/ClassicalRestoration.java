package dev.psld.restore;

import dev.psld.restore.photo.Photo;
import dev.psld.sampler.ClassicalSettings;
import dev.psld.sampler.Interpolation;
import dev.psld.sampler.InverseProblem;
import dev.psld.sampler.Method;
import dev.psld.sampler.NoiseSource;
import dev.psld.sampler.Sample;
import dev.psld.sampler.Solver;
import java.util.List;
import java.util.Map;

/** Restores pictures of any size without a model. Immutable and thread-safe. */
record ClassicalRestoration(ClassicalSettings settings) implements Restoration {
    @Override
    public List<Attempt> restore(List<Draw> draws) {
        return draws.stream().map(this::restore).toList();
    }

    private Attempt restore(Draw draw) {
        Photo photo = draw.photo();
        ClassicalSettings own = (ClassicalSettings) photo.settings(settings).withSeed(draw.seed());
        try {
            Sample sample = solver(own)
                    .solve(
                            new InverseProblem(photo.measurement(), photo.guess(), draw.earlier()),
                            NoiseSource.of(own.seed()),
                            new ProgressListener(draw.progress()));
            return Attempt.of(new Outcome(draw.seed(), sample.picture(), sample.residual(), 1, Map.of()));
        } catch (RuntimeException e) {
            return Attempt.failed(e);
        }
    }

    private static Solver solver(ClassicalSettings own) {
        if (own.method() == Method.BICUBIC) {
            return new Interpolation(own);
        }
        throw new IllegalStateException(own.method() + " needs a model");
    }
}
