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
    /** Plug-and-play on pictures: a step towards the measurement and a denoising in turn. */
    PNP("pnp", true, false),
    /** The same inside a diffusion of pictures, with noise drawn on the way. */
    DIFFPIR("diffpir", true, false),
    /** Interpolation by cubic splines, for pictures that become larger. */
    BICUBIC("bicubic", true, false);

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
            case PSLD, GML_DPS, LATENT_DPS, DDIM -> Prior.LATENTS;
            case PNP, DIFFPIR -> Prior.PICTURES;
            case BICUBIC -> Prior.NONE;
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

    /** True when the method needs the encoder and its pullback. */
    public boolean encodes() {
        return encodes;
    }
}
