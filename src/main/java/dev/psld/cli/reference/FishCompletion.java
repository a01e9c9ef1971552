package dev.psld.cli.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completion script for fish(1): verbs, and for each its options with their values; picocli makes those for bash and zsh. Stateless. */
public final class FishCompletion {
    private FishCompletion() {}

    /** The script for a command line. */
    public static String of(CommandSpec root) {
        List<String> lines =
                new ArrayList<>(List.of("# fish completion of " + root.name() + ", made of its command line."));
        complete(root, root.name(), List.of(), lines);
        return String.join("\n", lines) + "\n";
    }

    private static void complete(CommandSpec verb, String program, List<String> path, List<String> lines) {
        List<CommandSpec> below = verb.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(sub -> !sub.usageMessage().hidden())
                .distinct()
                .toList();
        String here = condition(path, below.stream().map(CommandSpec::name).toList());
        for (CommandSpec sub : below) {
            lines.add("complete -c " + program + " -f -n " + quoted(here) + " -a " + sub.name() + " -d "
                    + quoted(first(sub.usageMessage().description())));
        }
        for (OptionSpec option : verb.options()) {
            if (!option.hidden()) {
                lines.add("complete -c " + program + " -n " + quoted(here) + names(option) + value(option) + " -d "
                        + quoted(first(option.description())));
            }
        }
        for (CommandSpec sub : below) {
            List<String> further = new ArrayList<>(path);
            further.add(sub.name());
            complete(sub, program, further, lines);
        }
    }

    /** True where the words of the path were given, and none of the verbs below it yet. */
    private static String condition(List<String> path, List<String> below) {
        List<String> parts = new ArrayList<>();
        path.forEach(word -> parts.add("__fish_seen_subcommand_from " + word));
        if (!below.isEmpty()) {
            parts.add("not __fish_seen_subcommand_from " + String.join(" ", below));
        }
        return String.join("; and ", parts);
    }

    private static String names(OptionSpec option) {
        return Arrays.stream(option.names())
                .map(name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
                .collect(Collectors.joining());
    }

    /** Without candidates a value may be a file. */
    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        Iterable<String> candidates = option.completionCandidates();
        return candidates == null
                ? " -r -F"
                : " -x -a "
                        + quoted(StreamSupport.stream(candidates.spliterator(), false)
                                .map(word -> word.toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" ")));
    }

    /** The first sentence, as far as a line has room for it. */
    private static String first(String... description) {
        String text = description.length == 0
                ? ""
                : Ansi.OFF.text(String.format(Locale.ROOT, description[0])).toString();
        String sentence = text.strip().lines().findFirst().orElse("").split("(?<=[.;:]) ", 2)[0];
        return sentence.replaceFirst("[.;:]$", "");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
