package dev.psld.hub;

import java.util.Optional;

/**
 * A file of a model on a hub. Immutable.
 *
 * @param path with {@code /} between folders
 * @param digest empty where the hub tells none
 */
record HubFile(String path, long bytes, Optional<Digest> digest) {
    /** The folder around it, with a slash at its end; empty for the model's own. */
    String folder() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
