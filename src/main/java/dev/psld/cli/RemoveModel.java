package dev.psld.cli;

import dev.psld.bundle.ModelFolders;
import dev.psld.derive.ModelException;
import dev.psld.file.TemporaryFolder;
import dev.psld.hub.ByteText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb models remove: takes a model that was added away again. */
@Command(name = "remove", description = "Remove a model that was added.", mixinStandardHelpOptions = true)
final class RemoveModel implements Callable<Integer> {
    /** What comes with the program. */
    private static final List<String> OURS = List.of(
            ModelFolders.PORTRAITS,
            ModelFolders.LARGER_PORTRAITS,
            ModelFolders.PORTRAIT_PIXELS,
            ModelFolders.PHOTOS,
            ModelFolders.ENLARGED_PHOTOS);

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The model’s name, as ‘psld models’ lists it.")
    private String name = "";

    @Override
    public Integer call() {
        ModelName.require(name);
        Path folder = ModelFolders.named(name);
        if (!Files.isDirectory(folder)) {
            throw new ModelException("there is no model “" + name + "” in " + folder.getParent() + ": there are "
                    + String.join(", ", ModelFolders.names()));
        }
        if (OURS.contains(name) && folder.startsWith(ModelFolders.root())) {
            throw new ModelException(
                    "“" + name + "” comes with the program, which chooses it by itself: it is not removed");
        }
        if (!Files.isRegularFile(folder.resolve("bundle.json"))) {
            throw new ModelException(folder + " is no model bundle: look what it is, and remove it yourself");
        }
        long bytes = ImportLines.size(folder, "");
        Path aside = folder.resolveSibling("." + name + ".old");
        try {
            TemporaryFolder.delete(aside);
            Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
            TemporaryFolder.delete(aside);
        } catch (IOException e) {
            throw new ModelException(folder + " cannot be removed: " + e.getMessage(), e);
        }
        spec.commandLine().getOut().println(name + " is removed, " + ByteText.text(bytes) + " are free again");
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}
