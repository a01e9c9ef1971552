package dev.psld.cli.doctor;

import dev.psld.bundle.Bundle;
import dev.psld.derive.ModelException;
import java.nio.file.Path;

/** Looks at a model bundle: every file and its hash. */
public final class BundleCheck {
    private BundleCheck() {}

    /** Reads the whole bundle. */
    public static Finding look(Path folder) {
        try {
            Bundle bundle = Bundle.open(folder);
            return Finding.ok(
                    "model",
                    bundle.manifest().name() + " in " + folder + ", "
                            + bundle.manifest().files().size() + " files with the right hashes");
        } catch (ModelException e) {
            return Finding.fail(
                    "model", String.valueOf(e.getMessage()), "copy the bundle again, or make it with ‘psld export’");
        }
    }
}
