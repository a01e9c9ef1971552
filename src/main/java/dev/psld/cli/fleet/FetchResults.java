package dev.psld.cli.fleet;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb fleet fetch: results of jobs that were submitted before. */
@Command(
        name = "fetch",
        description = "Wait for jobs that were submitted before, and bring their results.",
        mixinStandardHelpOptions = true)
public final class FetchResults implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "As psld submit printed them.")
    private List<String> ids = List.of();

    @Mixin
    private FleetPlace place;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where results go; nothing there is replaced.")
    private Path output = Path.of("");

    @Override
    public Integer call() throws Exception {
        Map<String, String> jobs = new LinkedHashMap<>();
        ids.forEach(id -> jobs.put(id, id));
        return place.use(fleet -> new AwaitedJobs(fleet, output, spec.commandLine()).bring(jobs));
    }
}
