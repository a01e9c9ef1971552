package dev.psld.diffusers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a model's README says of its licence in the lines between its first two rules. Stateless. */
final class ModelCard {
    private static final Pattern LICENCE = Pattern.compile("license(?:_name)?:\\s*['\"]?([^'\"\\s]+)['\"]?\\s*");

    private ModelCard() {}

    static String licence(Path root) {
        Path card = root.resolve("README.md");
        if (Files.isRegularFile(card)) {
            try {
                List<String> lines = Files.readAllLines(card);
                for (int i = 1;
                        i < lines.size()
                                && lines.get(0).equals("---")
                                && !lines.get(i).equals("---");
                        i++) {
                    Matcher matcher = LICENCE.matcher(lines.get(i));
                    if (matcher.matches()) {
                        return matcher.group(1);
                    }
                }
            } catch (IOException e) {
                // A card that cannot be read says nothing.
            }
        }
        return "not told: ask where the model comes from";
    }
}
