package dev.psld.cli.reference;

import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * The completion script for bash(1) and, as a function of {@code $fpath}, for zsh(1). Stateless.
 *
 * <p>It is picocli’s, whose variables with the words of options have the names of their values’ labels: with one letter for several
 * options of a verb ({@code --method=M}, {@code --memory=M}) the last would win. Here they have those of the options.
 */
public final class BashCompletion {
    private static final Pattern WORDS = Pattern.compile("\\blocal (\\w+)_option_args=\\(.*# (\\S+) values$");
    private static final Pattern CASE = Pattern.compile("^\\s+('-['\\w|-]+)\\)$");
    private static final Pattern USE = Pattern.compile("\\$\\{\\w+_option_args\\[@]}");

    private BashCompletion() {}

    /** The script for bash. */
    public static String of(CommandLine command) {
        StringBuilder script = new StringBuilder();
        String option = "";
        for (String line :
                AutoComplete.bash(command.getCommandName(), command).lines().toList()) {
            Matcher words = WORDS.matcher(line);
            Matcher branch = CASE.matcher(line);
            if (words.find()) {
                script.append(line.replace(words.group(1) + "_option_args", variable(words.group(2)) + "_option_args"));
            } else {
                option = branch.find() ? branch.group(1).replace("'", "") : option;
                script.append(USE.matcher(line)
                        .replaceAll(Matcher.quoteReplacement("${" + variable(option) + "_option_args[@]}")));
            }
            script.append('\n');
        }
        return script.toString();
    }

    /** The same for zsh, where the file is run for the first completion, which it has to answer. */
    public static String forZsh(CommandLine command) {
        String name = command.getCommandName();
        return "#compdef " + name + "\nautoload -U +X bashcompinit && bashcompinit\n" + of(command)
                + "\n[[ -z ${funcstack[1]} ]] || _bash_complete -o default -F _complete_" + name + "\n";
    }

    /** Of the longest of an option’s names, as in {@code -m|--method}. */
    private static String variable(String names) {
        return Arrays.stream(names.split("\\|", -1)).max(Comparator.comparingInt(String::length)).stream()
                .map(name -> name.replaceFirst("^-+", "").replace('-', '_'))
                .collect(Collectors.joining());
    }
}
