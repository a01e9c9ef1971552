package dev.psld.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command that a page shows, in a block or between ticks. Immutable.
 *
 * @param page where it stands
 * @param line its number there, from 1
 * @param text the command without its comment
 */
public record DocumentedCommand(Path page, int line, String text) {
    private static final Pattern BLOCK = Pattern.compile(
            "^ {4}(?:\\$ )?((?:sudo )?(?:\\./psld|psld|/opt/psld/psld|mvn|python|pip|sh|cp|curl|openssl|export/\\S+\\.sh|packaging/\\S+|apt-get|dpkg|podman|tar)\\b.*)$");
    private static final Pattern TICKS = Pattern.compile("`((?:sudo )?\\./psld [^`\\s]+ [^`]+)`");
    /** Up to where the shell leads what it says elsewhere. */
    private static final Pattern PSLD =
            Pattern.compile("^(?:sudo )?(?:\\./psld|psld|/opt/psld/psld) (.*?)(?: (?:[|>;]|2>|&&).*)?$");

    /** All of them, page by page. */
    public static List<DocumentedCommand> all() throws IOException {
        List<DocumentedCommand> commands = new ArrayList<>();
        for (Path page : pages()) {
            List<String> lines = Files.readAllLines(page);
            for (int i = 0; i < lines.size(); i++) {
                Matcher block = BLOCK.matcher(lines.get(i));
                Matcher ticks = TICKS.matcher(lines.get(i));
                if (block.find()) {
                    commands.add(new DocumentedCommand(
                            page,
                            i + 1,
                            block.group(1).replaceFirst("\\s+#.*$", "").strip()));
                }
                while (ticks.find()) {
                    commands.add(
                            new DocumentedCommand(page, i + 1, ticks.group(1).strip()));
                }
            }
        }
        return commands;
    }

    /** The words after the program’s name, as a shell hands them over; empty for other programs and for shortened commands. */
    public List<String> arguments() {
        Matcher psld = PSLD.matcher(text);
        return psld.matches() && !text.contains("…") ? words(psld.group(1)) : List.of();
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("(?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+").matcher(line);
        while (word.find()) {
            words.add(word.group().replaceAll("['\"]", ""));
        }
        return words;
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of(".", "docs", "export", "systemd", "samples")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    @Override
    public String toString() {
        return page + ":" + line + ": " + text;
    }
}
