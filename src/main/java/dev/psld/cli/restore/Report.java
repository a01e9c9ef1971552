package dev.psld.cli.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.psld.sampler.Settings;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a restoration tells of itself, written as JSON beside the picture. Immutable. Fields may be added, none is removed.
 *
 * @param input the photo, with its SHA-256
 * @param remarks how it was read and fitted
 * @param provider the line of the provider's choice
 * @param samples seed, residual and seconds by stage of every posterior sample
 */
public record Report(
        String tool,
        String input,
        String inputSha256,
        String task,
        String operator,
        Settings settings,
        String model,
        Map<String, String> modelFiles,
        String provider,
        List<String> remarks,
        List<Draw> samples,
        double seconds) {

    /** One posterior sample. */
    public record Draw(String file, long seed, double residual, Map<String, Double> secondsByStage) {}

    private static final ObjectMapper MAPPER =
            new ObjectMapper().registerModule(new Jdk8Module()).enable(SerializationFeature.INDENT_OUTPUT);

    public Report {
        modelFiles = java.util.Collections.unmodifiableMap(new TreeMap<>(modelFiles));
        remarks = List.copyOf(remarks);
        samples = List.copyOf(samples);
    }

    /** UTF-8 JSON. */
    public byte[] json() {
        try {
            return (MAPPER.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
