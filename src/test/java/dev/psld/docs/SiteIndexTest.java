package dev.psld.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The site has all pages, and no others. */
class SiteIndexTest {
    private static final Path INDEX = Path.of("packaging/site/index.md");
    private static final Pattern ENTRY = Pattern.compile("(?m)^(?:[^<>`\\n]+<([^>]+)>|([A-Za-z0-9/_-]+))$");
    private static final PathMatcher PAGES = FileSystems.getDefault().getPathMatcher("glob:{docs/*,onnx/*/README}.md");

    @Test
    void each_page_and_card_is_in_its_index_and_the_index_names_nothing_else() throws IOException {
        List<String> named = ENTRY.matcher(Files.readString(INDEX))
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .toList();
        try (Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> models = Files.walk(Path.of("onnx"))) {
            assertThat(named)
                    .doesNotHaveDuplicates()
                    .containsAll(Stream.concat(docs, models)
                            .filter(PAGES::matches)
                            .map(page -> page.toString().replaceFirst("\\.md$", ""))
                            .toList());
        }
        assertThat(named)
                .filteredOn(name -> !name.startsWith("man/")) // made when the site is
                .allSatisfy(name -> assertThat(Path.of(name + ".md")).exists());
    }
}
