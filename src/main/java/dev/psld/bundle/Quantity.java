package dev.psld.bundle;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an input or output of a graph holds: the word after {@code "holds"} in a manifest. */
public enum Quantity {
    /** A picture 1×C×H×W in about [−1, 1]. */
    IMAGE,
    /** A latent 1×C×H×W, in the units of the graph it belongs to. */
    LATENT,
    /** The training timestep, 0 … T−1: int64, int32, float or half. */
    TIMESTEP,
    /** The noise level σ, standard deviation in the units of the picture. */
    SIGMA,
    /** Token numbers of a text. */
    TOKENS,
    /** What a text encoder made of a text, one vector a token. */
    CONTEXT,
    /** The same of the whole text in one vector. */
    POOLED,
    /** Numbers that no run changes, written in the manifest or beside it. */
    CONSTANT,
    /** Mean of the encoder's posterior. */
    MEAN,
    /** Logarithm of its variance. */
    LOG_VARIANCE,
    /** The noise ε or the velocity v, as the manifest's {@code prediction} says. */
    PREDICTION,
    /** The picture without its noise. */
    DENOISED,
    /** The cotangent of another value, which {@code "of"} names. */
    COTANGENT;

    /** The quantity of a word. */
    public static Optional<Quantity> of(String word) {
        return Arrays.stream(values()).filter(q -> q.word().equals(word)).findFirst();
    }

    /** All words, for messages. */
    static String words() {
        return Arrays.stream(values()).map(Quantity::word).collect(Collectors.joining(", "));
    }

    /** The name in a manifest. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True for what a graph is differentiated by: a picture or a latent. */
    boolean isData() {
        return this == IMAGE || this == LATENT;
    }
}
