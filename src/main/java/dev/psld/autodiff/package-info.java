/** The differentiator: from a forward ONNX graph to the graph of its vector-Jacobian product, one rule per op. */
@NullMarked
package dev.psld.autodiff;

import org.jspecify.annotations.NullMarked;
