package dev.psld.job;

import java.nio.file.Path;
import java.util.List;

/** What a restorer wrote: the picture, and the files that go with it. Immutable. */
public record RestoreResult(Path picture, List<Path> sidecars, List<String> remarks) {
    public RestoreResult {
        sidecars = List.copyOf(sidecars);
        remarks = List.copyOf(remarks);
    }
}
