package dev.psld.cli;

import dev.psld.bundle.ModelFolders;
import dev.psld.derive.ModelException;
import java.util.Optional;

/** What a model may be called: a folder’s name that is the same everywhere. Stateless. */
final class ModelName {
    private ModelName() {}

    /** The name that was given, else one made of the source's. */
    static String of(Optional<String> given, String source) {
        String name = given.orElseGet(() -> source.replaceAll("[?#].*|[/\\\\]+$", "")
                .replaceAll("(?i)\\.zip$", "")
                .replaceAll("^.*[/\\\\]", "")
                .replaceAll("^hf:", "")
                .replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceAll("^[.-]+", ""));
        require(name);
        return name;
    }

    /** @throws ModelException where it is none */
    static void require(String name) {
        boolean taken = name.equals(ModelFolders.AUTOMATIC) || name.equals(ModelFolders.NONE);
        if (taken || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new ModelException(
                    "a model cannot be called “" + name + "”: give --name with letters, digits, ., _ and -"
                            + (taken ? "; this word means something else" : ""));
        }
    }
}
