package dev.psld.restore;

import dev.psld.chain.DenoiserSession;
import dev.psld.chain.TiledDenoiser;
import dev.psld.restore.photo.Photo;
import dev.psld.sampler.Ddrm;
import dev.psld.sampler.DiffPir;
import dev.psld.sampler.DiffusionPosteriorSampling;
import dev.psld.sampler.HalfQuadratic;
import dev.psld.sampler.ManifoldConstrainedGradient;
import dev.psld.sampler.Method;
import dev.psld.sampler.PictureSettings;
import dev.psld.sampler.PlugAndPlayAdmm;
import dev.psld.sampler.Sample;
import dev.psld.sampler.ScoreSde;
import dev.psld.sampler.Solver;
import dev.psld.sampler.biharmonic.BiharmonicShrinkage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Restores pictures of any size by a denoiser in overlapping windows; of an inpainting only those that touch a hole. */
final class PictureRestoration implements Restoration {
    private final DenoiserSession model;
    private final PictureSettings settings;

    PictureRestoration(DenoiserSession model, PictureSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    @Override
    public List<Attempt> restore(List<Draw> draws) {
        return draws.stream().map(this::restore).toList();
    }

    private Attempt restore(Draw draw) {
        Photo photo = draw.photo();
        PictureSettings own = (PictureSettings) photo.settings(settings).withSeed(draw.seed());
        int height = photo.geometry().height();
        int width = photo.geometry().width();
        Optional<boolean[]> sampled = photo.sampled();
        try {
            TiledDenoiser denoiser;
            if (own.method() == Method.PNP && sampled.isPresent()) {
                HoleLevels levels = HoleLevels.of(height, width, sampled.get());
                own = own.withHighest(Math.min(own.highest(), levels.of(0, 0, height, width)));
                denoiser = model.tiled(height, width, sampled, levels);
            } else {
                denoiser = model.tiled(height, width, sampled);
            }
            Sample sample = draw.by(solver(denoiser, own));
            if (own.method() == Method.PNP
                    && sampled.isPresent()
                    && photo.part().isPresent()) {
                photo.guess()
                        .ifPresent(smooth ->
                                BiharmonicShrinkage.apply(height, width, sampled.get(), sample.picture(), smooth));
            }
            return Attempt.of(new Outcome(
                    draw.seed(), sample.picture(), sample.residual(), 1, Map.of("denoiser", denoiser.seconds())));
        } catch (RuntimeException e) {
            return Attempt.failed(e);
        }
    }

    private static Solver solver(TiledDenoiser denoiser, PictureSettings own) {
        return switch (own.method()) {
            case DIFFPIR -> new DiffPir(denoiser, own);
            case PNP_ADMM -> new PlugAndPlayAdmm(denoiser, own);
            case DDRM -> new Ddrm(denoiser, own);
            case SCORE_SDE -> new ScoreSde(denoiser, own);
            case DPS -> new DiffusionPosteriorSampling(denoiser, own);
            case MCG -> new ManifoldConstrainedGradient(denoiser, own);
            default -> new HalfQuadratic(denoiser, own);
        };
    }
}
