package dev.psld.eval;

import dev.psld.parameter.Parameter;
import dev.psld.parameter.Parameters;
import dev.psld.restore.RequestedPlugIns;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A method with settings of its own in place of the preset's, under a name. Immutable.
 *
 * @param name of its rows
 * @param plugIns what is done besides
 */
public record MethodVariant(
        String name,
        Method method,
        Mode mode,
        OptionalInt steps,
        OptionalDouble gamma,
        OptionalDouble omega,
        RequestedPlugIns plugIns) {

    private static final String MODE = "mode";

    /** What can be set, in the order in which messages tell it. */
    private static final List<String> KEYS = List.of(
            MODE,
            Parameters.STEPS.name(),
            Parameters.GAMMA.name(),
            Parameters.OMEGA.name(),
            Parameters.POLISH.name(),
            Parameters.STATE_GRADIENT.name(),
            Parameters.ATTENTION.name(),
            Parameters.GUIDE_EVERY.name(),
            Parameters.JACOBIAN_FREE.name(),
            Parameters.FULL_DECODER_STEPS.name());

    /** A method as its presets have it, but for the steps where they are given. */
    public static MethodVariant of(Method method, OptionalInt steps) {
        boolean stepless = method.prior() == Method.Prior.NONE && method != Method.ADMM_TV;
        return new MethodVariant(
                method.word(),
                method,
                Mode.STABLE,
                stepless ? OptionalInt.empty() : steps,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                RequestedPlugIns.NONE);
    }

    /**
     * Reads {@code [NAME=]METHOD[:mode=author][:steps=N][:gamma=G][:omega=W][:polish=N][:stateGradient=T][:attention=S][:guideEvery=K][:jacobianFree=P][:fullDecoderSteps=N]}.
     *
     * @param steps where the text gives none
     * @throws IllegalArgumentException with a sentence when it is something else
     */
    public static MethodVariant parse(String text, OptionalInt steps) {
        String[] parts = text.strip().split(":", -1);
        int named = parts[0].indexOf('=');
        String word = parts[0].substring(named + 1).strip().toLowerCase(Locale.ROOT);
        Method method = Method.of(word)
                .orElseThrow(() -> new IllegalArgumentException("there is no method ‘" + word + "’: choose all, none, "
                        + AutoencoderEntrant.NAME + ", or " + Method.words()));
        Map<String, String> own = settings(Arrays.asList(parts).subList(1, parts.length));
        String name =
                named >= 0 ? parts[0].substring(0, named).strip() : text.strip().replaceAll("[:=]", "-");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "a row cannot be called “" + name + "”: use letters, digits, dots and dashes");
        }
        OptionalInt ownSteps = whole(own, Parameters.STEPS);
        return new MethodVariant(
                name,
                method,
                Optional.ofNullable(own.get(MODE)).map(MethodVariant::mode).orElse(Mode.STABLE),
                ownSteps.isPresent() ? ownSteps : of(method, steps).steps(),
                number(own, Parameters.GAMMA),
                number(own, Parameters.OMEGA),
                new RequestedPlugIns(
                        whole(own, Parameters.POLISH),
                        number(own, Parameters.STATE_GRADIENT),
                        number(own, Parameters.ATTENTION),
                        whole(own, Parameters.GUIDE_EVERY),
                        number(own, Parameters.JACOBIAN_FREE),
                        whole(own, Parameters.FULL_DECODER_STEPS)));
    }

    /** The settings by their keys; the last one of a key holds. */
    private static Map<String, String> settings(List<String> parts) {
        Map<String, String> own = new HashMap<>();
        for (String part : parts) {
            int at = part.indexOf('=');
            String key = at < 0 ? part : part.substring(0, at).strip();
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("a method has no setting ‘" + key + "’ here: "
                        + String.join(", ", KEYS.subList(0, KEYS.size() - 1)) + " and " + KEYS.get(KEYS.size() - 1)
                        + " can be set");
            }
            own.put(key, part.substring(at + 1).strip());
        }
        return own;
    }

    private static OptionalInt whole(Map<String, String> own, Parameter parameter) {
        OptionalDouble value = number(own, parameter);
        return value.isPresent() ? OptionalInt.of((int) value.getAsDouble()) : OptionalInt.empty();
    }

    private static OptionalDouble number(Map<String, String> own, Parameter parameter) {
        String value = own.get(parameter.name());
        try {
            return value == null
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(parameter.check(Double.parseDouble(value)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(parameter.name() + " is no number: " + value, e);
        }
    }

    private static Mode mode(String word) {
        return Arrays.stream(Mode.values())
                .filter(m -> m.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no mode ‘" + word + "’: stable or author"));
    }
}
