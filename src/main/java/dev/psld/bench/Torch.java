package dev.psld.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch in a process of its own, asked by lines: one command in, one JSON object out. Used by one thread; whoever starts it closes
 * it, which ends the process.
 */
final class Torch implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Without these, glibc gives PyTorch's large blocks back to the system and pays for their pages at every call. */
    private static final Map<String, String> ALLOCATOR = Map.of(
            "MALLOC_MMAP_THRESHOLD_", "1073741824",
            "MALLOC_TRIM_THRESHOLD_", "4294967296",
            "MALLOC_TOP_PAD_", "268435456");

    private final String python;
    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;
    private final Path log;
    private final String version;

    private Torch(String python, Process process, Path log) {
        this.python = python;
        this.process = process;
        this.log = log;
        this.in = process.inputReader();
        this.out = process.outputWriter();
        this.version = answer("the start").path("torch").asText();
    }

    /** Starts the script on a {@link TorchFolder}; a {@link BenchException} when there is no Python, no torch, or another model. */
    static Torch start(TorchOptions options, Path folder, int threads) {
        if (!Files.isRegularFile(options.script())) {
            throw new BenchException(
                    "there is no " + options.script() + ": run from a checkout of the program, which has export/");
        }
        Path log = folder.resolve("torch.log");
        ProcessBuilder builder = new ProcessBuilder(
                        List.of(options.python(), "-u", options.script().toString(), folder.toString()))
                .redirectError(log.toFile());
        builder.environment().putAll(ALLOCATOR);
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new BenchException(
                    "there is no Python at ‘" + options.python()
                            + "’: give one that has torch by --python or PSLD_PYTHON",
                    e);
        }
        try {
            return new Torch(options.python(), process, log);
        } catch (BenchException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** PyTorch's version. */
    String version() {
        return version;
    }

    /** Sends a command and gives the answer; a {@link BenchException} with the script's own words when it has a complaint. */
    JsonNode ask(String command) {
        try {
            out.write(command);
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw ended(command, e);
        }
        return answer(command);
    }

    /** Sends a command that takes time; gives seconds by the wall and seconds of all processors. */
    Timing time(String command) {
        JsonNode answer = ask(command);
        return new Timing(answer.path("seconds").asDouble(), answer.path("cpu").asDouble());
    }

    /** Seconds by the wall, and of all processors. */
    record Timing(double seconds, double cpuSeconds) {}

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode answer(String command) {
        String line = "";
        try {
            line = in.readLine();
            if (line == null) {
                throw ended(command, null);
            }
            JsonNode answer = MAPPER.readTree(line);
            if (answer.has("error")) {
                throw new BenchException(
                        "PyTorch’s side: " + answer.path("error").asText());
            }
            return answer;
        } catch (JsonProcessingException e) {
            throw new BenchException(python + " is no Python that can run the race; it says: " + line, e);
        } catch (IOException e) {
            throw ended(command, e);
        }
    }

    private BenchException ended(String command, @Nullable Throwable cause) {
        return new BenchException("PyTorch’s side ended at " + command + ": " + lastWords(), cause);
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
        } catch (IOException e) {
            return "its log cannot be read";
        }
    }
}
