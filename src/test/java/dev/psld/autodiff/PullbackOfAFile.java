package dev.psld.autodiff;

import dev.psld.autodiff.rule.StandardRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a model, and writes its forward and its pullback; runs nothing. */
final class PullbackOfAFile {
    private PullbackOfAFile() {}

    static void write(Path model, String wrt, String of, Path folder) throws IOException {
        Vjp vjp = StandardRules.differentiator()
                .differentiate(Files.readAllBytes(model), DiffRequest.of(wrt, of, Mode.TAPE));
        Files.write(folder.resolve("forward.onnx"), vjp.forwardBytes());
        Files.write(folder.resolve("pullback.onnx"), vjp.pullbackBytes());
        vjp.tape().forEach(v -> System.out.println("on the tape: " + v.name() + " " + v.shape()));
        vjp.notes().forEach(System.out::println);
    }
}
