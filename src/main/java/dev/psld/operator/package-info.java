/** Measurement operators as ONNX graphs: mask, down-sampling, blur, identity, a user's own file. */
@NullMarked
package dev.psld.operator;

import org.jspecify.annotations.NullMarked;
