/** A whole sampling step as one ONNX graph: nets, operator, losses, pullbacks and the move between them. */
@NullMarked
package dev.psld.fused;

import org.jspecify.annotations.NullMarked;
