/** Any ONNX model prepared, differentiated and proved. */
@NullMarked
package dev.psld.derive;

import org.jspecify.annotations.NullMarked;
