package dev.psld.bundle;

import dev.psld.derive.ModelException;
import java.nio.file.Path;

/** Reads {@code bundle.json} of any format that this program knows, and writes the newest. Stateless and thread-safe. */
final class ManifestFile {
    private ManifestFile() {}

    /** @throws ModelException that names the file and what is wrong in it */
    static Manifest read(Path file) {
        JsonFields fields = JsonFields.of(file.toString(), ManifestJson.tree(file));
        int format = fields.whole("format");
        return switch (format) {
            case 1 -> FirstFormat.read(fields);
            case Manifest.FORMAT -> SecondFormat.read(fields);
            default ->
                throw new ModelException(file + " has format " + format + ", this program reads formats 1 and "
                        + Manifest.FORMAT + ": export the bundle again with ‘psld export’, or use a newer psld");
        };
    }

    static void write(Path file, Manifest manifest) {
        ManifestJson.write(file, SecondFormat.tree(manifest));
    }
}
