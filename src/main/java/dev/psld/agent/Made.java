package dev.psld.agent;

import java.nio.file.Path;
import java.util.List;

/** What a restorer wrote: the picture, and the files that go with it. Immutable. */
public record Made(Path picture, List<Path> sidecars, List<String> remarks) {
    public Made {
        sidecars = List.copyOf(sidecars);
        remarks = List.copyOf(remarks);
    }
}
