package dev.psld.config;

import dev.psld.parameter.Parameter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The forms of values in a configuration. Stateless. */
final class TextForms {
    private TextForms() {}

    /** A whole number between these, both included. */
    static TextForm<Integer> whole(int least, int most) {
        return TextForm.of(
                "a whole number from " + least + " to " + most,
                text -> integer(text)
                        .filter(value -> value >= least && value <= most)
                        .map(Long::intValue),
                String::valueOf);
    }

    /** A whole number as it was described. */
    static TextForm<Integer> whole(Parameter parameter) {
        return TextForm.of(
                parameter.range(),
                text -> integer(text).filter(parameter::allows).map(Long::intValue),
                String::valueOf);
    }

    /** A number as it was described. */
    static TextForm<Double> number(Parameter parameter) {
        return TextForm.of(
                parameter.range(),
                text -> decimal(text).map(BigDecimal::doubleValue).filter(parameter::allows),
                TextForms::plain);
    }

    /** A seed: any long. */
    static TextForm<Long> seed() {
        return TextForm.of("a whole number of at most 64 bits", TextForms::integer, String::valueOf);
    }

    /** A number between these, both included. */
    static TextForm<Double> number(double least, double most, String unit) {
        return TextForm.of(
                "a number from " + plain(least) + " to " + plain(most) + unit,
                text -> decimal(text).map(BigDecimal::doubleValue).filter(value -> value >= least && value <= most),
                TextForms::plain);
    }

    static TextForm<Boolean> yesOrNo() {
        return TextForm.of(
                "true or false",
                text -> switch (text) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                },
                String::valueOf);
    }

    /** One of these words. */
    static TextForm<String> word(String... words) {
        return TextForm.of(
                "one of " + String.join(", ", words),
                text -> Optional.of(text).filter(Arrays.asList(words)::contains),
                Function.identity());
    }

    /** A constant of an enum by its name in lower case. */
    static <E extends Enum<E>> TextForm<E> choice(Class<E> type) {
        List<E> all = Arrays.asList(type.getEnumConstants());
        return TextForm.of(
                "one of " + String.join(", ", all.stream().map(TextForms::lower).toList()),
                text -> all.stream().filter(e -> lower(e).equals(text)).findFirst(),
                TextForms::lower);
    }

    /** Text on one line. */
    static TextForm<String> text(String range) {
        return TextForm.of(range, text -> Optional.of(text).filter(TextForms::printable), Function.identity());
    }

    /** The name of a folder, not a path. */
    static TextForm<String> folderName() {
        return TextForm.of(
                "the name of a folder: up to 64 of a-z, 0-9 and -, the first no -",
                text -> Optional.of(text).filter(name -> name.matches("[a-z0-9][a-z0-9-]{0,63}")),
                Function.identity());
    }

    /** A file or folder; a relative one starts at the folder of the file that names it. */
    static TextForm<Path> path() {
        return new TextForm<>(
                "a path in UTF-8",
                (text, folder) -> {
                    try {
                        boolean lost = text.indexOf('\uFFFD') >= 0 && !Files.exists(folder.resolve(text));
                        return text.isBlank() || lost
                                ? Optional.empty()
                                : Optional.of(
                                        folder.resolve(text).toAbsolutePath().normalize());
                    } catch (InvalidPathException e) {
                        return Optional.empty();
                    }
                },
                Path::toString);
    }

    /** Addresses of NATS servers with commas between. */
    static TextForm<String> servers() {
        return TextForm.of(
                "nats://HOST:PORT or tls://HOST:PORT, several with commas between",
                text -> Optional.of(text)
                        .filter(all -> Arrays.stream(all.split(",", -1))
                                .map(String::strip)
                                .allMatch(one -> one.matches("(nats|tls)://[^\\s/,]+"))),
                Function.identity());
    }

    /** A length of time between these, both included. */
    static TextForm<Duration> duration(String least, String most) {
        Duration from = DurationText.parse(least).orElseThrow();
        Duration to = DurationText.parse(most).orElseThrow();
        return TextForm.of(
                "a time from " + least + " to " + most + ", such as 10s, 5min, 2h or 1d",
                text -> DurationText.parse(text)
                        .filter(value -> value.compareTo(from) >= 0 && value.compareTo(to) <= 0),
                DurationText::show);
    }

    /** A number of bytes from 0 to this. */
    static TextForm<Long> size(String most) {
        long to = SizeText.parse(most).orElseThrow();
        return TextForm.of(
                "a size from 0B to " + most + ", such as 500MB or 2GiB",
                text -> SizeText.parse(text).filter(value -> value <= to),
                SizeText::show);
    }

    /** Texts in a list, or one word for all there are. */
    static TextForm<List<String>> listOr(String all, String what) {
        return TextForm.of(
                all + ", or a list of " + what,
                text -> text.equals(all)
                        ? Optional.of(List.<String>of())
                        : Optional.of(Arrays.stream(text.split(",", -1))
                                        .map(String::strip)
                                        .toList())
                                .filter(list -> list.stream().noneMatch(String::isEmpty)),
                list -> list.isEmpty() ? all : String.join(", ", list));
    }

    /** What becomes of the originals. */
    static TextForm<Originals> originals() {
        return TextForm.of("keep, delete, or days from 1d to 3650d", Originals::parse, Originals::toString);
    }

    private static boolean printable(String text) {
        return !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    private static Optional<Long> integer(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> decimal(String text) {
        return text.matches("[+-]?(\\d{1,18}(\\.\\d{0,18})?|\\.\\d{1,18})([eE][+-]?\\d{1,3})?")
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }
}
