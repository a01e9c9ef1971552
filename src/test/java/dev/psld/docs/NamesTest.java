package dev.psld.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Classes that docs/architecture.md names by their rooms are there. */
class NamesTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/psld");
    private static final Pattern CLASS = Pattern.compile("(?<![\\w.])((?:[a-z]+\\.)+[A-Z]\\w+)");

    @Test
    void every_class_that_the_architecture_names_is_there() throws IOException {
        Set<String> rooms = rooms();
        Set<String> named = CLASS.matcher(Files.readString(Path.of("docs/architecture.md")))
                .results()
                .map(found -> found.group(1))
                .filter(name -> rooms.contains(name.substring(0, name.indexOf('.'))))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(30);
        assertThat(named)
                .allSatisfy(name -> assertThat(SOURCES.resolve(name.replace('.', '/') + ".java"))
                        .exists());
    }

    private static Set<String> rooms() throws IOException {
        try (Stream<Path> folders = Files.list(SOURCES)) {
            return folders.map(folder -> folder.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
