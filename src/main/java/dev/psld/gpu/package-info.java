/** What a machine has of NVIDIA's: devices, driver, JetPack, libraries, and which of them an ONNX Runtime wants. Reads files only. */
@NullMarked
package dev.psld.gpu;

import org.jspecify.annotations.NullMarked;
