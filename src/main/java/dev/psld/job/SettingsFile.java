package dev.psld.job;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.psld.file.NearWord;
import dev.psld.parameter.Parameters;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The JSON of a settings file, key by key. Used by one thread, for one file. */
final class SettingsFile {
    /** Bytes; a file of settings has some hundred. */
    private static final long LARGEST = 64 << 10;

    /** Characters. */
    private static final int LONGEST_WORDS = 120;

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final ObjectMapper WRITER =
            new ObjectMapper().registerModule(new Jdk8Module()).setDefaultPropertyInclusion(Include.NON_ABSENT);

    private static final List<String> KEYS = List.of(
            Parameters.STEPS.name(),
            Parameters.GAMMA.name(),
            Parameters.OMEGA.name(),
            Parameters.SIGMA_Y.name(),
            Parameters.BLUR_SIGMA.name(),
            Parameters.FEATHER_SIZE.name(),
            Parameters.FEATHER_SIGMA.name(),
            Parameters.SAMPLES.name(),
            "seed",
            "method",
            "maskInverted",
            "scale",
            "fit",
            "denoiseKnown",
            "strip",
            "model",
            "prompt",
            "negative",
            Parameters.GUIDANCE.name(),
            "guidanceKind",
            "maxTime");

    private final JsonNode root;
    private final String shown;

    private SettingsFile(JsonNode root, String shown) {
        this.root = root;
        this.shown = shown;
    }

    static JobSettings read(Path file, String shown) {
        SettingsFile f = new SettingsFile(parse(file, shown), shown);
        f.refuseUnknown();
        return new JobSettings(
                f.whole(Parameters.STEPS.name()),
                f.number(Parameters.GAMMA.name()),
                f.number(Parameters.OMEGA.name()),
                f.number(Parameters.SIGMA_Y.name()),
                f.number(Parameters.BLUR_SIGMA.name()),
                f.whole(Parameters.FEATHER_SIZE.name()),
                f.number(Parameters.FEATHER_SIGMA.name()),
                f.whole(Parameters.SAMPLES.name()),
                f.longWhole("seed"),
                f.word("method"),
                f.truth("maskInverted"),
                f.whole("scale"),
                f.truth("fit"),
                f.truth("denoiseKnown"),
                f.truth("strip"),
                f.word("model"),
                f.text("prompt"),
                f.text("negative"),
                f.number(Parameters.GUIDANCE.name()),
                f.word("guidanceKind"),
                f.word("maxTime"));
    }

    /** What {@link #read} reads as these. */
    static byte[] bytes(JobSettings settings) {
        try {
            return WRITER.writeValueAsBytes(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(settings + " cannot be written", e);
        }
    }

    private static JsonNode parse(Path file, String shown) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new JobException(shown + " has " + Files.size(file)
                        + " bytes, more than any file of settings: is it one? Give a JSON object of at most " + LARGEST
                        + " bytes.");
            }
            JsonNode root = MAPPER.readTree(bytes(file));
            if (root == null || !root.isObject()) {
                throw new JobException(
                        shown + " holds no JSON object: write for example {\"steps\": 100, \"seed\": 7}.");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new JobException(shown + " is not valid JSON: " + where(e) + brief(e.getOriginalMessage()) + ".", e);
        } catch (IOException e) {
            throw new JobException(shown + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** By a stream: a channel would be closed when the agent is told to stop, and a good photo would fail. */
    private static byte[] bytes(Path file) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return in.readAllBytes();
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ": ";
    }

    private void refuseUnknown() {
        for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
            String key = names.next();
            if (!KEYS.contains(key)) {
                throw new JobException(shown + " has the unknown key “" + brief(key) + "”"
                        + NearWord.of(key, KEYS)
                                .map(near -> ": did you mean " + near + "?")
                                .orElse(": known are " + String.join(", ", KEYS) + "."));
            }
        }
    }

    private OptionalInt whole(String key) {
        if (!root.has(key)) {
            return OptionalInt.empty();
        }
        JsonNode value = root.get(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(key, "a whole number");
        }
        return OptionalInt.of(value.intValue());
    }

    private OptionalLong longWhole(String key) {
        if (!root.has(key)) {
            return OptionalLong.empty();
        }
        JsonNode value = root.get(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(key, "a whole number of at most 64 bits");
        }
        return OptionalLong.of(value.longValue());
    }

    private OptionalDouble number(String key) {
        if (!root.has(key)) {
            return OptionalDouble.empty();
        }
        JsonNode value = root.get(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(key, "a number");
        }
        return OptionalDouble.of(value.doubleValue());
    }

    private Optional<String> word(String key) {
        if (!root.has(key)) {
            return Optional.empty();
        }
        if (!root.get(key).isTextual() || root.get(key).textValue().isBlank()) {
            throw wrong(key, "a word in quotes");
        }
        return Optional.of(root.get(key).textValue());
    }

    private Optional<String> text(String key) {
        if (!root.has(key)) {
            return Optional.empty();
        }
        if (!root.get(key).isTextual()) {
            throw wrong(key, "a text in quotes");
        }
        return Optional.of(root.get(key).textValue());
    }

    private Optional<Boolean> truth(String key) {
        if (!root.has(key)) {
            return Optional.empty();
        }
        if (!root.get(key).isBoolean()) {
            throw wrong(key, "true or false");
        }
        return Optional.of(root.get(key).booleanValue());
    }

    private JobException wrong(String key, String right) {
        return new JobException(
                key + " in " + shown + " cannot be " + brief(root.get(key).toString()) + ": give " + right + ".");
    }

    /** A file's own words in a sentence, which they are not to fill. */
    private static String brief(String words) {
        int most = words.offsetByCodePoints(0, Math.min(LONGEST_WORDS, words.codePointCount(0, words.length())));
        return Printable.of(words.substring(0, most)) + (most < words.length() ? "…" : "");
    }
}
