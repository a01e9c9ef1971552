package dev.psld.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The names of results inside their report: written before it is known which number the set gets, they follow it. In a JSON
 * part, that is any value of the keys {@code output} and {@code file} that names a part. Used by one thread.
 */
final class ReportNames {
    private static final List<String> KEYS = List.of("output", "file");

    private final FileOperations disk;
    private final Path claim;

    ReportNames(FileOperations disk, Path claim) {
        this.disk = disk;
        this.claim = claim;
    }

    /** Lets the reports call the results as the plan does. To be repeated for any other plan of the same parts. */
    void follow(NamePlan plan) throws IOException {
        for (NamePlan.Part part : plan.parts()) {
            if (part.suffix().endsWith(".json")) {
                follow(plan, claim.resolve(part.from()));
            }
        }
    }

    private void follow(NamePlan plan, Path report) throws IOException {
        try {
            JsonNode root = SpoolJson.read(report, JsonNode.class);
            if (rename(root, plan)) {
                disk.write(report, SpoolJson.pretty(root), true);
            }
        } catch (NoSuchFileException | JsonProcessingException e) {
            // Moved to its name already, or no report.
        }
    }

    private static boolean rename(JsonNode node, NamePlan plan) {
        boolean changed = false;
        if (node instanceof ObjectNode object) {
            for (String key : KEYS) {
                String old = object.path(key).asText();
                Optional<String> now = renamed(old, plan).filter(name -> !name.equals(old));
                now.ifPresent(name -> object.put(key, name));
                changed |= now.isPresent();
            }
        }
        for (JsonNode child : node) {
            changed |= rename(child, plan);
        }
        return changed;
    }

    /** Of the same part in this plan; empty for what names none. */
    private static Optional<String> renamed(String name, NamePlan plan) {
        for (NamePlan.Part part : plan.parts()) {
            boolean names =
                    new RawName(plan.stem() + part.suffix()).text().equals(name); // even one too long for a file
            for (int number = plan.number(); number >= 1 && !names; number--) {
                names = plan.numbered(number).name(part).text().equals(name);
            }
            if (names) {
                return Optional.of(plan.name(part).text());
            }
        }
        return Optional.empty();
    }
}
