/** ONNX Runtime's C API through JNA: environment, session, I/O binding, tensors, providers. */
@NullMarked
package dev.psld.ort;

import org.jspecify.annotations.NullMarked;
