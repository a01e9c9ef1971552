package dev.psld.restore.output;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.psld.file.AtomicFile;
import dev.psld.job.ReportFile;
import dev.psld.sampler.SolverSettings;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a restoration did, for the file beside its picture. Immutable.
 *
 * @param model empty where the method needs none
 * @param remarks how the photo was read and fitted, in sentences
 * @param seconds from reading the photo to the last sample
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Report(
        String program,
        String input,
        String inputSha256,
        @JsonProperty(ReportFile.OUTPUT) String output,
        String task,
        String operator,
        SolverSettings settings,
        Optional<Model> model,
        String provider,
        String onnxRuntime,
        List<String> remarks,
        List<Drawn> samples,
        double seconds) {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT)
            .enable(SerializationFeature.INDENT_OUTPUT);

    /** The model by name, with the SHA-256 of its files. */
    public record Model(String name, Map<String, String> files) {}

    /**
     * One sample: its file, its seed, its residual where something was measured, how many pictures the graphs took that drew
     * it (the same seed gives the same bytes with the same batch), and seconds by stage.
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Drawn(
            @JsonProperty(ReportFile.FILE) String file,
            long seed,
            OptionalDouble residual,
            int batch,
            Map<String, Double> stageSeconds) {}

    /** Writes the report whole or not at all. */
    public void write(Path file, boolean overwrite) {
        try {
            byte[] json = (MAPPER.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(file, overwrite, json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
