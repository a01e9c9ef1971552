package dev.psld.cli.fleet;

import dev.psld.file.PictureEndings;
import dev.psld.fleet.FleetControl;
import dev.psld.fleet.Needs;
import dev.psld.job.JobException;
import dev.psld.job.JobSettings;
import dev.psld.job.JobSubmission;
import dev.psld.restore.photo.Companions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb submit: photos for the workers of a fleet. */
@Command(
        name = "submit",
        description = "Have photos restored by the workers of a fleet; --wait brings the results.",
        mixinStandardHelpOptions = true)
public final class SubmitPhotos implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "PHOTO", description = "Photos, or folders of them.")
    private List<Path> photos = List.of();

    @Mixin
    private FleetPlace place;

    @Option(names = "--task", required = true, paramLabel = "T", description = "What is to be done, as restore --task.")
    private String task = "";

    @Option(
            names = "--mask",
            paramLabel = "F",
            description = "White where the photo is missing; by default what lies beside it as photo.mask.png.")
    private Optional<Path> mask = Optional.empty();

    @Option(
            names = "--kernel",
            paramLabel = "F",
            description = "The blur’s kernel; by default what lies beside the photo as photo.kernel.png.")
    private Optional<Path> kernel = Optional.empty();

    @Option(
            names = "--settings",
            paramLabel = "F",
            description =
                    "JSON of settings for all of them, such as {\"steps\": 100}; photo.jpg.json beside a photo wins.")
    private Optional<Path> settings = Optional.empty();

    @Option(names = "--priority", description = "Before those without.")
    private boolean priority;

    @Option(names = "--need-memory", paramLabel = "GB", description = "Memory that the worker must have.")
    private int memory;

    @Option(names = "--need-gpu", description = "Only for workers that compute on one.")
    private boolean gpu;

    @Option(names = "--wait", description = "Wait for the results, and bring them.")
    private boolean wait;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where results go with --wait; nothing there is replaced.")
    private Path output = Path.of("");

    @Override
    public Integer call() throws Exception {
        List<Path> all = files();
        if (all.size() > 1 && (mask.isPresent() || kernel.isPresent())) {
            throw new ParameterException(
                    spec.commandLine(), "--mask and --kernel are of one photo: put others beside theirs");
        }
        if (memory < 0) {
            throw new ParameterException(spec.commandLine(), "--need-memory cannot be below 0");
        }
        return place.use(fleet -> submit(fleet, all));
    }

    private List<Path> files() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path one : photos) {
            if (Files.isDirectory(one)) {
                try (Stream<Path> inside = Files.list(one)) {
                    inside.filter(SubmitPhotos::isPhoto).sorted().forEach(all::add);
                }
            } else if (Files.isRegularFile(one)) {
                all.add(one);
            } else {
                throw new JobException("There is no photo " + one + ".");
            }
        }
        return all;
    }

    private static boolean isPhoto(Path file) {
        String name = String.valueOf(file.getFileName());
        return Files.isRegularFile(file)
                && PictureEndings.isPicture(name)
                && dev.psld.job.CompanionName.of(name).isEmpty();
    }

    private int submit(FleetControl fleet, List<Path> all) throws InterruptedException {
        JobSettings common =
                settings.map(file -> JobSettings.read(file, file.toString())).orElseGet(JobSettings::none);
        Map<String, String> ids = new LinkedHashMap<>();
        for (Path photo : all) {
            JobSettings own = own(photo).over(common);
            String id = fleet.submit(
                    new JobSubmission(
                            task,
                            String.valueOf(photo.getFileName()),
                            photo,
                            mask.or(() -> Companions.mask(photo)),
                            kernel.or(() -> Companions.kernel(photo)),
                            own,
                            priority),
                    new Needs(own.model(), memory, gpu));
            ids.put(id, photo.toString());
            if (!wait) {
                spec.commandLine().getOut().println(id + " " + photo);
            }
        }
        spec.commandLine().getOut().flush();
        return wait ? new AwaitedJobs(fleet, output, spec.commandLine()).bring(ids) : 0;
    }

    private static JobSettings own(Path photo) {
        Path beside = photo.resolveSibling(photo.getFileName() + ".json");
        return Files.isRegularFile(beside) ? JobSettings.read(beside, beside.toString()) : JobSettings.none();
    }
}
