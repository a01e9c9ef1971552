package dev.psld.sampler;

import dev.psld.parameter.Parameters;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a text-conditioned model is told to draw, and how much it heeds it. Immutable; refuses values out of range.
 *
 * @param text what the picture shows; empty for anything
 * @param negative what it does not show: the other side of the guidance
 * @param weight w: 1 heeds the text as the model does by itself, 0 the negative one; λ of CFG++
 */
public record Prompt(String text, String negative, double weight, Kind kind) {
    /** Characters of a text: a hundred times what a text encoder reads. */
    public static final int LONGEST = 20_000;

    /** How two predictions become one. */
    public enum Kind {
        /** Classifier-free guidance (Ho and Salimans, arXiv 2207.12598): ε = ε_∅ + w·(ε_c − ε_∅), algorithms A.1 (1). */
        CFG("cfg", 7.5, Double.POSITIVE_INFINITY),
        /**
         * CFG++ (Chung and others, arXiv 2406.08070): the same for ẑ0, with w within 0 and 1, and the step to the next noise level by
         * ε_∅.
         */
        CFG_PLUS_PLUS("cfg++", 0.6, 1);

        private final String word;
        private final double usual;
        private final double most;

        Kind(String word, double usual, double most) {
            this.word = word;
            this.usual = usual;
            this.most = most;
        }

        /** The kind of a word. */
        public static Optional<Kind> of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(word))
                    .findFirst();
        }

        /** All words, for messages. */
        public static String words() {
            return Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", "));
        }

        /** The name on the command line. */
        public String word() {
            return word;
        }

        /** The weight that is taken where nobody gives one. */
        public double usual() {
            return usual;
        }
    }

    public Prompt {
        Parameters.GUIDANCE.check(weight);
        if (weight > kind.most) {
            throw new IllegalArgumentException(Parameters.GUIDANCE.name() + " cannot be " + weight + " by " + kind.word
                    + ": give a number from 0 to 1");
        }
        if (text.length() > LONGEST || negative.length() > LONGEST) {
            throw new IllegalArgumentException("a prompt cannot have " + Math.max(text.length(), negative.length())
                    + " characters: give at most " + LONGEST + ", of which a model reads the first few hundred");
        }
    }

    /** How many predictions a step takes, as far as the texts alone tell: 1 or 2. */
    public int branches() {
        boolean one = text.equals(negative) || weight == 0 || (weight == 1 && kind == Kind.CFG);
        return one ? 1 : 2;
    }
}
