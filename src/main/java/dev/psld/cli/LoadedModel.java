package dev.psld.cli;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.chain.ModelSessions;
import dev.psld.config.AgentConfig;
import dev.psld.ort.Environment;
import dev.psld.ort.EnvironmentOptions;
import dev.psld.ort.Pick;
import dev.psld.ort.Provider;
import dev.psld.ort.ProviderLadder;
import dev.psld.ort.ProviderSettings;
import java.util.Optional;

/** A model in memory, ready for any number of photos. Used by one thread; closing it frees sessions and ONNX Runtime. */
record LoadedModel(String name, Environment environment, Bundle bundle, Pick pick, ModelSessions sessions)
        implements AutoCloseable {

    /**
     * Loads a model as the configuration says.
     *
     * @param name of the model, or its folder
     */
    static LoadedModel load(AgentConfig config, String name) {
        Bundle bundle = Bundle.open(ModelFolders.choose(Optional.of(name)));
        EnvironmentOptions options =
                EnvironmentOptions.defaults().withThreads(config.threads()).withSpinning(config.spin());
        Environment environment =
                Environment.open(config.ortLib().map(options::withLibraryFolder).orElse(options));
        try {
            Pick pick = ProviderLadder.pick(
                    environment, config.provider().map(Provider::parse), ProviderSettings.defaults());
            return new LoadedModel(name, environment, bundle, pick, ModelSessions.load(environment, bundle, pick));
        } catch (RuntimeException e) {
            environment.close();
            throw e;
        }
    }

    @Override
    public void close() {
        sessions.close();
        environment.close();
    }
}
