package dev.psld.sampler;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The sampling methods; they differ in what is glued (algorithms A.9). */
public enum Method {
    /** Both terms, G = T y + x̂ − T A x̂. */
    PSLD("psld", true, true),
    /** Both terms, G = x̂: the gluing term asks that encoding what was decoded changes nothing. */
    GML_DPS("gml-dps", true, true),
    /** The measurement term alone. */
    LATENT_DPS("latent-dps", true, false),
    /** No guidance: a sample of the prior. */
    DDIM("ddim", false, false),
    /** The measurement term alone, on what the net believes in, some times a step and by the decoder's pullback alone. */
    FAST("fast", true, false),
    /** Decoupled annealing: Langevin steps on what the net believes in, then fresh noise. */
    LATENT_DAPS("latent-daps", true, false),
    /** No guidance, but the latents of known pixels pasted in at every step: what inpainting services do. */
    SD_BLEND("sd-blend", true, false),
    /** Guess, refine in pixels, noise again: no pullback of any net. */
    REFINE("refine", true, true),
    /** Plug-and-play on pictures: a step towards the measurement and a denoising in turn. */
    PNP("pnp", true, false),
    /** The same inside a diffusion of pictures, with noise drawn on the way. */
    DIFFPIR("diffpir", true, false),
    /** Plug-and-play by the alternating direction method of multipliers. */
    PNP_ADMM("pnp-admm", true, false),
    /** A diffusion of pictures in the coordinates of the operator's singular vectors. */
    DDRM("ddrm", true, false),
    /** A diffusion of pictures in which what was measured is replaced after every step. */
    SCORE_SDE("score-sde", true, false),
    /** A diffusion of pictures guided by the gradient of the residual. */
    DPS("dps", true, false),
    /** The same with the replacement. */
    MCG("mcg", true, false),
    /** Interpolation by cubic splines, for pictures that become larger. */
    BICUBIC("bicubic", true, false),
    /** The biharmonic continuation of known pixels into missing ones. */
    BIHARMONIC("biharmonic", true, false),
    /** Total variation by the alternating direction method of multipliers. */
    ADMM_TV("admm-tv", true, false);

    /** What a method knows of pictures beforehand. */
    public enum Prior {
        /** A model with latents. */
        LATENTS,
        /** A denoiser of pictures. */
        PICTURES,
        /** No model at all. */
        NONE
    }

    private final String word;
    private final boolean measures;
    private final boolean encodes;

    Method(String word, boolean measures, boolean encodes) {
        this.word = word;
        this.measures = measures;
        this.encodes = encodes;
    }

    /** The method of a word. */
    public static Optional<Method> of(String word) {
        return Arrays.stream(values()).filter(m -> m.word.equals(word)).findFirst();
    }

    /** All words, for messages. */
    public static String words() {
        return words(m -> true);
    }

    /** The words of some, for messages. */
    private static String words(Predicate<Method> which) {
        return Arrays.stream(values()).filter(which).map(Method::word).collect(Collectors.joining(", "));
    }

    /** What kind of model it draws by. */
    public Prior prior() {
        return switch (this) {
            case PSLD, GML_DPS, LATENT_DPS, DDIM, FAST, LATENT_DAPS, SD_BLEND, REFINE -> Prior.LATENTS;
            case PNP, DIFFPIR, PNP_ADMM, DDRM, SCORE_SDE, DPS, MCG -> Prior.PICTURES;
            case BICUBIC, BIHARMONIC, ADMM_TV -> Prior.NONE;
        };
    }

    /** The words of those that draw by a kind of model, for messages. */
    public static String words(Prior prior) {
        return words(m -> m.prior() == prior);
    }

    /** The name on the command line. */
    public String word() {
        return word;
    }

    /** True when the method looks at the measurement at all. */
    public boolean measures() {
        return measures;
    }

    /** True when the method draws nothing, so that all samples would be the same. */
    public boolean deterministic() {
        return prior() == Prior.NONE || this == PNP || this == PNP_ADMM;
    }

    /** True for a method with a model that has presets of its own kind. */
    public boolean compared() {
        return switch (this) {
            case PNP_ADMM, DDRM, SCORE_SDE, DPS, MCG, FAST, LATENT_DAPS, SD_BLEND, REFINE -> true;
            default -> false;
        };
    }

    /** True where a step is that of algorithms A.1, which one graph can do and author mode is about. */
    public boolean glues() {
        return prior() == Prior.LATENTS && !compared();
    }

    /** How many latents' worth of noise a step draws within itself. */
    int drawnWithin() {
        return switch (this) {
            case SD_BLEND -> 1;
            case LATENT_DAPS -> DecoupledStep.LANGEVIN + 1;
            default -> 0;
        };
    }

    /** True when a method with latents needs the pullback of the decoder, and where it encodes that of the encoder. */
    public boolean pullsObservation() {
        return prior() == Prior.LATENTS && this != DDIM && this != SD_BLEND && this != REFINE;
    }

    /** True when it needs that of the UNet. */
    public boolean pullsNoise() {
        return this == PSLD || this == GML_DPS || this == LATENT_DPS;
    }

    /** True when a method on pictures needs the denoiser's pullback. */
    public boolean pulls() {
        return this == DPS || this == MCG;
    }

    /** True when the method needs the encoder. */
    public boolean encodes() {
        return encodes;
    }
}
