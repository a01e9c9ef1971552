/** ONNX graphs in memory: read, build, check, write, prune. Knows nothing of ONNX Runtime. */
@NullMarked
package dev.psld.graph;

import org.jspecify.annotations.NullMarked;
