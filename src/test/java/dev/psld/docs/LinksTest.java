package dev.psld.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What pages point to is there: files that they link, pictures that they show, scripts and pages that they name. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)[^)]*\\)|src=\"(?!https?:)([^\"]+)\"");
    private static final Pattern NAMED =
            Pattern.compile("\\b((?:src|export|docs|systemd|config)/[\\w./-]+\\.(?:sh|py|md|json|yaml))\\b");

    @Test
    void every_file_that_a_page_points_to_is_there() throws IOException {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Path page : pages()) {
            String text = Files.readString(page);
            Matcher link = LINK.matcher(text);
            while (link.find()) {
                found++;
                String to = link.group(1) == null ? link.group(2) : link.group(1);
                require(page, page.resolveSibling(to), missing);
            }
            Matcher named = NAMED.matcher(text);
            while (named.find()) {
                found++;
                require(page, Path.of(named.group(1)), missing);
            }
        }
        assertThat(found).isGreaterThan(50);
        assertThat(missing).isEmpty();
    }

    private static void require(Path page, Path file, List<String> missing) {
        if (!Files.exists(file)) {
            missing.add(page + " points to " + file.normalize());
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of(".", "docs", "export", "samples", "systemd", "onnx/portrait64")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }
}
