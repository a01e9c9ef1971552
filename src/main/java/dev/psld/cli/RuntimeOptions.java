package dev.psld.cli;

import dev.psld.ort.Environment;
import dev.psld.ort.EnvironmentOptions;
import dev.psld.ort.OrtException;
import dev.psld.ort.Pick;
import dev.psld.ort.Provider;
import dev.psld.ort.ProviderException;
import dev.psld.ort.ProviderLadder;
import dev.psld.ort.ProviderSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which ONNX Runtime, on what. Filled by picocli. */
final class RuntimeOptions {
    @Option(
            names = "--provider",
            paramLabel = "P",
            converter = Converters.ProviderWord.class,
            completionCandidates = Converters.ProviderWord.class,
            description = "Run on tensorrt, cuda or cpu, and on nothing else; without it, on the first that loads.")
    private Optional<Provider> provider = Optional.empty();

    @Option(
            names = "--ort-lib",
            paramLabel = "DIR",
            description = "Folder of another ONNX Runtime’s libraries, such as JetPack’s (also PSLD_ORT_LIB).")
    private Optional<Path> ortLib = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Converters.Count.class,
            description = "Threads on the CPU; 0, the default, takes all cores.")
    private int threads;

    @Option(
            names = "--spin",
            description = "Let threads on the CPU spin while they wait: faster where nothing else runs,"
                    + " several times slower on a busy machine.")
    private boolean spin;

    /** Opens ONNX Runtime; the caller closes it. */
    Environment open() {
        return open(1);
    }

    /**
     * Opens ONNX Runtime for that many threads that run graphs at the same time: each works on its own graph, so that the
     * pool has only the other processors. The caller closes it.
     */
    Environment open(int callers) {
        EnvironmentOptions options = EnvironmentOptions.defaults()
                .withThreads(callers == 1 ? threads : Math.max(1, threads() - callers + 1))
                .withSpinning(spin);
        try {
            return Environment.open(ortLib.map(options::withLibraryFolder).orElse(options));
        } catch (OrtException e) {
            throw new ProviderException(Provider.CPU, e);
        }
    }

    /** How many threads may work at once. */
    int threads() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    /** The same, with an ONNX Runtime opened for the question only. */
    Pick pick() {
        try (Environment environment = open()) {
            return pick(environment);
        }
    }

    /** The provider asked for, or the best that loads. */
    Pick pick(Environment environment) {
        return ProviderLadder.pick(environment, provider, ProviderSettings.defaults());
    }
}
