package dev.psld.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The JSON report beside a picture, as far as it names the files that lie beside it: under {@link #OUTPUT} and {@link #FILE}, at
 * any depth. Who writes a report takes the keys from here; who gives results other names lets it follow. Stateless and
 * thread-safe.
 */
public final class ReportFile {
    /** Key of the picture's name. */
    public static final String OUTPUT = "output";

    /** Key of a sample's name. */
    public static final String FILE = "file";

    private static final List<String> KEYS = List.of(OUTPUT, FILE);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ReportFile() {}

    /**
     * The report with other names in it.
     *
     * @param now the name that a file has now, by the one it had; empty for what is no result
     * @return empty where nothing in it changes, as in what is no report
     */
    public static Optional<byte[]> renamed(byte[] report, Function<String, Optional<String>> now) {
        try {
            JsonNode root = MAPPER.readTree(report);
            if (root == null || !rename(root, now)) {
                return Optional.empty();
            }
            String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
            return Optional.of(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail to be read", e);
        }
    }

    private static boolean rename(JsonNode node, Function<String, Optional<String>> now) {
        boolean changed = false;
        if (node instanceof ObjectNode object) {
            for (String key : KEYS) {
                String old = object.path(key).asText();
                Optional<String> name = now.apply(old).filter(found -> !found.equals(old));
                name.ifPresent(found -> object.put(key, found));
                changed |= name.isPresent();
            }
        }
        for (JsonNode child : node) {
            changed |= rename(child, now);
        }
        return changed;
    }
}
