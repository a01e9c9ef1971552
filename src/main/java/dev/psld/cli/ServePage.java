package dev.psld.cli;

import dev.psld.config.AgentConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verb web: an agent with its page, without a configuration. */
@Command(
        name = "web",
        description = "Serve the page on which photos are restored: paint what is missing, move sliders, watch.",
        mixinStandardHelpOptions = true)
final class ServePage implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "N",
            description = "TCP port of the page; 8080 by default, 0 for any that is free, which the log names.")
    private int port = 8080;

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            description =
                    "Folder for photos and results; psld/web in the folder of your data by default, and it stays.")
    private Optional<Path> spool = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A value of the agent’s configuration, such as web.megapixels=50 or model=portrait64.")
    private Map<String, String> set = new TreeMap<>();

    @Override
    public Integer call() {
        AgentConfig config = read();
        AgentProcess.run(AgentProcess.hostAndProcess(), config, this::read);
        return ExitCode.OK.code();
    }

    private AgentConfig read() {
        Map<String, String> values = new TreeMap<>(set);
        values.put("web.enabled", "true");
        values.put("web.port", String.valueOf(port));
        values.put("spool", spool.orElseGet(ServePage::own).toAbsolutePath().toString());
        return AgentConfig.of(values);
    }

    private static Path own() {
        String data = System.getenv("XDG_DATA_HOME");
        Path base = data != null && !data.isBlank()
                ? Path.of(data)
                : Path.of(System.getProperty("user.home", "."), ".local", "share");
        return base.resolve("psld").resolve("web");
    }
}
