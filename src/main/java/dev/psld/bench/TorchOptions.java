package dev.psld.bench;

import java.nio.file.Path;

/**
 * How to start PyTorch's side of a comparison. Immutable.
 *
 * @param python interpreter that has torch, by path or by name
 * @param script {@code export/bench_torch.py}
 * @param compile whether torch.compile is tried too, which takes a minute or more
 */
public record TorchOptions(String python, Path script, boolean compile) {}
