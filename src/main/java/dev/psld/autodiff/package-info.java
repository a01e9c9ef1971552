/** Reverse-mode differentiation of ONNX graphs into ONNX graphs. Knows graphs only: nothing here runs a model. */
@NullMarked
package dev.psld.autodiff;

import org.jspecify.annotations.NullMarked;
