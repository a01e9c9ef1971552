package dev.psld.cli.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The page of section 1 for one verb, made of what {@code --help} is made of. Immutable.
 *
 * @param name of the file without its section, such as {@code psld-agent-status}
 * @param roff the page
 */
public record ManualPage(String name, String roff) {
    private static final String SECTION = "1";

    /** The page of a verb. */
    public static ManualPage of(CommandSpec verb, String version) {
        String name = name(verb);
        UsageMessageSpec usage = verb.usageMessage();
        List<String> description = texts(usage.description());
        Roff roff = new Roff()
                .macro("TH", name.toUpperCase(Locale.ROOT), SECTION, "", version, "User commands")
                .macro("SH", "NAME")
                .marked(Roff.escaped(name) + " \\- " + Roff.escaped(summary(description)))
                .macro("SH", "SYNOPSIS")
                .marked(synopsis(verb))
                .macro("SH", "DESCRIPTION");
        for (int i = 0; i < description.size(); i++) {
            (i == 0 ? roff : roff.macro("PP")).text(description.get(i));
        }
        if (!verb.positionalParameters().isEmpty()) {
            roff.macro("SH", "ARGUMENTS");
            verb.positionalParameters().stream()
                    .filter(parameter -> !parameter.hidden())
                    .forEach(parameter ->
                            entry(roff, Roff.italic(parameter.paramLabel()), texts(parameter.description())));
        }
        roff.macro("SH", "OPTIONS");
        verb.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(option -> entry(roff, label(option), texts(option.description())));
        subcommands(verb, roff);
        codes(verb.root(), roff);
        footer(usage, roff);
        related(verb, roff);
        return new ManualPage(name, roff.toString());
    }

    /** The pages of a command line: its own, then those of its verbs, and of theirs. */
    public static List<ManualPage> all(CommandSpec root, String version) {
        List<ManualPage> pages = new ArrayList<>(List.of(of(root, version)));
        verbs(root).forEach(verb -> pages.addAll(all(verb, version)));
        return pages;
    }

    /** As man finds it: {@code psld-restore.1}. */
    public String file() {
        return name + "." + SECTION;
    }

    private static void subcommands(CommandSpec verb, Roff roff) {
        if (!verbs(verb).isEmpty()) {
            roff.macro("SH", "COMMANDS");
            verbs(verb)
                    .forEach(sub -> entry(
                            roff,
                            Roff.bold(sub.name()),
                            List.of(summary(texts(sub.usageMessage().description())))));
        }
    }

    private static void codes(CommandSpec root, Roff roff) {
        roff.macro("SH", "EXIT STATUS");
        root.usageMessage()
                .exitCodeList()
                .forEach((code, meaning) -> entry(roff, Roff.bold(code.strip()), List.of(plain(meaning))));
    }

    private static void footer(UsageMessageSpec usage, Roff roff) {
        List<String> lines = texts(usage.footer());
        if (!lines.isEmpty()) {
            roff.macro("SH", "NOTES").macro("nf");
            lines.forEach(roff::text);
            roff.macro("fi");
        }
    }

    private static void related(CommandSpec verb, Roff roff) {
        List<String> pages = new ArrayList<>();
        CommandSpec above = verb.parent();
        if (above != null) {
            pages.add(name(above));
        }
        verbs(verb).forEach(sub -> pages.add(name(sub)));
        if (!pages.isEmpty()) {
            roff.macro("SH", "SEE ALSO")
                    .marked(pages.stream()
                            .map(page -> Roff.bold(page) + "(" + SECTION + ")")
                            .collect(Collectors.joining(", ")));
        }
    }

    /** What must be given by name; options that may be stand for themselves. */
    private static String synopsis(CommandSpec verb) {
        List<String> words =
                new ArrayList<>(List.of(Roff.bold(verb.qualifiedName()), "[" + Roff.italic("OPTION") + "]..."));
        verb.options().stream()
                .filter(OptionSpec::required)
                .map(option -> Roff.bold(option.longestName()) + "=" + Roff.italic(option.paramLabel()))
                .forEach(words::add);
        for (PositionalParamSpec parameter : verb.positionalParameters()) {
            String word =
                    Roff.italic(parameter.paramLabel()) + (parameter.arity().max() > 1 ? "..." : "");
            words.add(parameter.required() ? word : "[" + word + "]");
        }
        if (!verbs(verb).isEmpty()) {
            words.add("[" + Roff.italic("COMMAND") + "]");
        }
        return String.join(" ", words);
    }

    private static String label(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : "=" + Roff.italic(option.paramLabel());
        return Arrays.stream(option.names()).map(Roff::bold).collect(Collectors.joining(", "))
                + (option.negatable() ? ", " + Roff.bold(option.longestName().replace("--", "--no-")) : "")
                + value;
    }

    private static void entry(Roff roff, String label, List<String> paragraphs) {
        roff.macro("TP").marked(label);
        roff.text(String.join("\n", paragraphs));
    }

    /** Verbs that do not hide, without picocli’s own help, which has no page. */
    private static List<CommandSpec> verbs(CommandSpec verb) {
        return verb.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(sub -> !sub.usageMessage().hidden() && !sub.name().equals("help"))
                .distinct()
                .toList();
    }

    private static String name(CommandSpec verb) {
        return verb.qualifiedName("-");
    }

    private static String summary(List<String> description) {
        return description.isEmpty() ? "" : description.get(0).strip().replaceFirst("(?<=\\w)\\.$", "");
    }

    private static List<String> texts(String... lines) {
        return Arrays.stream(lines)
                .map(ManualPage::plain)
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static String plain(String text) {
        return Ansi.OFF.text(String.format(Locale.ROOT, text)).toString();
    }
}
