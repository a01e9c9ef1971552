package dev.psld.restore;

import dev.psld.restore.photo.Photo;
import dev.psld.sampler.Biharmonic;
import dev.psld.sampler.ClassicalSettings;
import dev.psld.sampler.Interpolation;
import dev.psld.sampler.Method;
import dev.psld.sampler.Sample;
import dev.psld.sampler.Solver;
import dev.psld.sampler.SolverSettings;
import dev.psld.sampler.TotalVariation;
import dev.psld.sampler.VariationSettings;
import java.util.List;
import java.util.Map;

/** Restores pictures of any size without a model. Immutable and thread-safe. */
record ClassicalRestoration(SolverSettings settings) implements Restoration {
    @Override
    public List<Attempt> restore(List<Draw> draws) {
        return draws.stream().map(this::restore).toList();
    }

    private Attempt restore(Draw draw) {
        Photo photo = draw.photo();
        SolverSettings own = photo.settings(settings).withSeed(draw.seed());
        try {
            Sample sample = draw.by(solver(own));
            return Attempt.of(new Outcome(draw.seed(), sample.picture(), sample.residual(), 1, Map.of()));
        } catch (RuntimeException e) {
            return Attempt.failed(e);
        }
    }

    private static Solver solver(SolverSettings own) {
        if (own instanceof VariationSettings variation) {
            return new TotalVariation(variation);
        }
        if (own instanceof ClassicalSettings plain) {
            return plain.method() == Method.BIHARMONIC ? new Biharmonic(plain) : new Interpolation(plain);
        }
        throw new IllegalStateException(own.method() + " needs a model");
    }
}
