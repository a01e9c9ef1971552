package dev.psld.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What comments cite is there: sections of docs/algorithms.md. */
class CitationsTest {
    private static final Pattern HEADING = Pattern.compile("(?m)^#{2,3} ([A-Z](?:\\.\\d+)?)\\.? ");

    /** “algorithms B”, “algorithms A.1 and A.3”; in a comment also “as in A.3”. */
    private static final Pattern CITED =
            Pattern.compile("\\balgorithms ([A-Z](?:\\.\\d+)?)\\b|\\b([A-F]\\.\\d{1,2})\\b");

    @Test
    void every_section_of_the_algorithms_that_is_cited_is_there() throws IOException {
        Set<String> sections = HEADING.matcher(Files.readString(Path.of("docs/algorithms.md")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        List<String> dangling = new ArrayList<>();
        int cited = 0;
        for (Path file : sources()) {
            Matcher found = CITED.matcher(comments(file));
            while (found.find()) {
                String section = found.group(1) == null ? found.group(2) : found.group(1);
                cited++;
                if (!sections.contains(section)) {
                    dangling.add(file + " cites " + section);
                }
            }
        }
        assertThat(cited).isGreaterThan(10);
        assertThat(dangling).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String root : List.of("src/main/java", "export")) {
            try (Stream<Path> all = Files.walk(Path.of(root))) {
                all.filter(file -> file.toString().matches(".*\\.(java|py)")).forEach(files::add);
            }
        }
        return files;
    }

    /** Without their leading stars, so that a citation may be broken between two lines. */
    private static String comments(Path file) throws IOException {
        String text = Files.readString(file);
        return file.toString().endsWith(".py")
                ? text
                : text.lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("*") || line.startsWith("/") || line.contains("//"))
                        .map(line -> line.replaceFirst("^\\* ?", ""))
                        .collect(Collectors.joining(" "));
    }
}
