package dev.psld.eval;

import dev.psld.parameter.Parameters;
import dev.psld.restore.RequestedPlugIns;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import java.util.Arrays;
import java.util.Locale;
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
     * Reads {@code [NAME=]METHOD[:mode=author][:steps=N][:gamma=G][:omega=W][:polish=N][:stateGradient=T][:attention=S]}.
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
        MethodVariant variant = of(method, steps);
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            variant = variant.with(part);
        }
        String name =
                named >= 0 ? parts[0].substring(0, named).strip() : text.strip().replaceAll("[:=]", "-");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "a row cannot be called “" + name + "”: use letters, digits, dots and dashes");
        }
        return new MethodVariant(
                name, variant.method, variant.mode, variant.steps, variant.gamma, variant.omega, variant.plugIns);
    }

    private MethodVariant with(String part) {
        int at = part.indexOf('=');
        String key = at < 0 ? part : part.substring(0, at).strip();
        String value = part.substring(at + 1).strip();
        try {
            return switch (key) {
                case "mode" -> new MethodVariant(name, method, mode(value), steps, gamma, omega, plugIns);
                case "steps" ->
                    new MethodVariant(
                            name,
                            method,
                            mode,
                            OptionalInt.of((int) Parameters.STEPS.check(Integer.parseInt(value))),
                            gamma,
                            omega,
                            plugIns);
                case "gamma" ->
                    new MethodVariant(
                            name,
                            method,
                            mode,
                            steps,
                            OptionalDouble.of(Parameters.GAMMA.check(Double.parseDouble(value))),
                            omega,
                            plugIns);
                case "omega" ->
                    new MethodVariant(
                            name,
                            method,
                            mode,
                            steps,
                            gamma,
                            OptionalDouble.of(Parameters.OMEGA.check(Double.parseDouble(value))),
                            plugIns);
                case "polish" ->
                    with(new RequestedPlugIns(
                            OptionalInt.of((int) Parameters.POLISH.check(Integer.parseInt(value))),
                            plugIns.stateGradient(),
                            plugIns.attention()));
                case "stateGradient" ->
                    with(new RequestedPlugIns(
                            plugIns.polish(),
                            OptionalDouble.of(Parameters.STATE_GRADIENT.check(Double.parseDouble(value))),
                            plugIns.attention()));
                case "attention" ->
                    with(new RequestedPlugIns(
                            plugIns.polish(),
                            plugIns.stateGradient(),
                            OptionalDouble.of(Parameters.ATTENTION.check(Double.parseDouble(value)))));
                default ->
                    throw new IllegalArgumentException("a method has no setting ‘" + key
                            + "’ here: mode, steps, gamma, omega, polish, stateGradient and attention can be set");
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is no number: " + value, e);
        }
    }

    private MethodVariant with(RequestedPlugIns other) {
        return new MethodVariant(name, method, mode, steps, gamma, omega, other);
    }

    private static Mode mode(String word) {
        return Arrays.stream(Mode.values())
                .filter(m -> m.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no mode ‘" + word + "’: stable or author"));
    }
}
