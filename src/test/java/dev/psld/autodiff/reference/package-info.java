/** A slow, plain reading of the ONNX operators in double arithmetic: the judge of rules and of emitted graphs. */
@NullMarked
package dev.psld.autodiff.reference;

import org.jspecify.annotations.NullMarked;
