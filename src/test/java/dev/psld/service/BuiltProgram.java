package dev.psld.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that looks like this repository after a build, with small files. Used by one thread. */
record BuiltProgram(Path home) {
    static BuiltProgram in(Path home) throws IOException {
        BuiltProgram program = new BuiltProgram(home);
        Path library = program.write("m2/library-1.0.jar", "library");
        program.write("target/launch/psld.jar", "program");
        program.write("target/launch/classpath", library + "\n");
        program.write("onnx/tiny/bundle.json", "{}");
        program.write("pom.xml", "");
        program.write("psld", "#!/bin/sh\n");
        return program;
    }

    Path write(String file, String text) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        return Files.writeString(path, text);
    }
}
