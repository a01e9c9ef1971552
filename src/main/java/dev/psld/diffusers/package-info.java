/** Latent diffusion models as diffusers lays them out, and exporters to ONNX after it: read, checked, and made into bundles. */
@NullMarked
package dev.psld.diffusers;

import org.jspecify.annotations.NullMarked;
