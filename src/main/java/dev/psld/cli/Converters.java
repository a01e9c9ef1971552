package dev.psld.cli;

import dev.psld.autodiff.TapeLimit;
import dev.psld.bundle.Manifest;
import dev.psld.config.DurationText;
import dev.psld.config.SizeText;
import dev.psld.derive.SecondOrder;
import dev.psld.operator.OperatorException;
import dev.psld.operator.Task;
import dev.psld.ort.Provider;
import dev.psld.parameter.Parameters;
import dev.psld.restore.MemoryChoice;
import dev.psld.restore.RequestedPlugIns;
import dev.psld.restore.Stepping;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Prompt;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Words and numbers of the command line as values; what is out of range is named with its range. Those of few words list them, for shells to complete. */
final class Converters {
    private Converters() {}

    private static Stream<String> lowered(Enum<?>[] values) {
        return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT));
    }

    /** tensorrt, cuda, cpu. */
    static final class ProviderWord implements ITypeConverter<Provider>, Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Provider.values()).map(Provider::word).iterator();
        }

        @Override
        public Provider convert(String word) {
            try {
                return Provider.parse(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** A task of the command line, by its word. */
    static final class TaskWord implements ITypeConverter<Task>, Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Task.values()).map(Task::word).iterator();
        }

        @Override
        public Task convert(String word) {
            try {
                return Task.parse(word);
            } catch (OperatorException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** chain, fused, auto. */
    static final class SteppingWord implements ITypeConverter<Stepping>, Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return lowered(Stepping.values()).iterator();
        }

        @Override
        public Stepping convert(String word) {
            return Arrays.stream(Stepping.values())
                    .filter(s -> s.name().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no engine ‘" + word + "’: choose chain, fused or auto"));
        }
    }

    /** fp32, fp16. */
    static final class PrecisionWord implements ITypeConverter<Manifest.Precision>, Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return lowered(Manifest.Precision.values()).iterator();
        }

        @Override
        public Manifest.Precision convert(String word) {
            return choose(Manifest.Precision.values(), word);
        }
    }

    /** plain, casadi. */
    static final class NamingWord implements ITypeConverter<DerivativeOptions.Naming> {
        @Override
        public DerivativeOptions.Naming convert(String word) {
            return choose(DerivativeOptions.Naming.values(), word);
        }
    }

    /** fast, low, auto. */
    static final class MemoryChoiceWord implements ITypeConverter<MemoryChoice>, Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return lowered(MemoryChoice.values()).iterator();
        }

        @Override
        public MemoryChoice convert(String word) {
            return choose(MemoryChoice.values(), word);
        }
    }

    /** A sampling method, by its word. */
    static final class MethodWord implements ITypeConverter<Method>, Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Method.values()).map(Method::word).iterator();
        }

        @Override
        public Method convert(String word) {
            return Method.of(word.toLowerCase(Locale.ROOT))
                    .orElseThrow(() ->
                            new TypeConversionException("there is no method ‘" + word + "’: choose " + Method.words()));
        }
    }

    /** How two predictions become one, by its word. */
    static final class GuidanceKind implements ITypeConverter<Prompt.Kind>, Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Prompt.Kind.values()).map(Prompt.Kind::word).iterator();
        }

        @Override
        public Prompt.Kind convert(String word) {
            return Prompt.Kind.of(word.toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no guidance ‘" + word + "’: choose " + Prompt.Kind.words()));
        }
    }

    /** A sampling mode: stable, author. */
    static final class ModeWord implements ITypeConverter<Mode>, Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return lowered(Mode.values()).iterator();
        }

        @Override
        public Mode convert(String word) {
            return choose(Mode.values(), word);
        }
    }

    /** What a pullback does about the forward’s values: tape, recompute. */
    static final class TapeWord implements ITypeConverter<dev.psld.autodiff.Mode>, Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return lowered(dev.psld.autodiff.Mode.values()).iterator();
        }

        @Override
        public dev.psld.autodiff.Mode convert(String word) {
            return choose(dev.psld.autodiff.Mode.values(), word);
        }
    }

    /** How the pullback is differentiated once more: forward, reverse. */
    static final class SecondOrderWord implements ITypeConverter<SecondOrder.Way>, Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return lowered(SecondOrder.Way.values()).iterator();
        }

        @Override
        public SecondOrder.Way convert(String word) {
            return choose(SecondOrder.Way.values(), word);
        }
    }

    private static <E extends Enum<E>> E choose(E[] values, String word) {
        return Arrays.stream(values)
                .filter(v -> v.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("there is no ‘" + word + "’ here: choose "
                        + Arrays.stream(values)
                                .map(v -> v.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    /** A whole number of 0 or more. */
    static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            return whole(word, 0);
        }
    }

    /** A limit of the tape: a number of bytes, or the word least. */
    static final class TapeLimitWord implements ITypeConverter<TapeLimit> {
        @Override
        public TapeLimit convert(String word) {
            return word.equalsIgnoreCase("least")
                    ? TapeLimit.least()
                    : SizeText.parse(word)
                            .map(bytes -> new TapeLimit(bytes, false))
                            .orElseThrow(() -> new TypeConversionException(
                                    "give a number of bytes such as 400MB or 2GiB, or the word least, not “" + word
                                            + "”"));
        }
    }

    /** A length of time. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String word) {
            return DurationText.parse(word)
                    .filter(time -> !time.isZero())
                    .orElseThrow(() -> new TypeConversionException(
                            "give a length of time such as 90s, 5min or 2h, not “" + word + "”"));
        }
    }

    /** A whole number of 1 or more. */
    static final class Positive implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            return whole(word, 1);
        }
    }

    /** How many times larger a picture becomes. */
    static final class Enlargement implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            int scale = whole(word, 2);
            if (!Parameters.SCALE.allows(scale)) {
                throw new TypeConversionException("it must be " + Parameters.SCALE.range() + ", not " + word);
            }
            return scale;
        }
    }

    /** A whole number of 1 or more; 0 for the word auto. */
    static final class Automatic implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            return word.equalsIgnoreCase("auto") ? 0 : whole(word, 1);
        }
    }

    /** A number of steps; more than any run has for the word all. */
    static final class StepsOrAll implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            return word.equalsIgnoreCase("all") ? RequestedPlugIns.ALL_STEPS : whole(word, 0);
        }
    }

    static double number(String word) {
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("‘" + word + "’ is not a number");
        }
    }

    static int whole(String word, int least) {
        if (!word.matches("[+-]?\\d{1,100}")) {
            throw new TypeConversionException("‘" + word + "’ is not a whole number");
        }
        BigInteger value = new BigInteger(word);
        if (value.signum() > 0 && value.bitLength() > 31) {
            throw new TypeConversionException(
                    "it must be between " + least + " and " + Integer.MAX_VALUE + ", not " + word);
        }
        if (value.compareTo(BigInteger.valueOf(least)) < 0) {
            throw new TypeConversionException("it must be " + least + " or more, not " + word);
        }
        return value.intValueExact();
    }
}
