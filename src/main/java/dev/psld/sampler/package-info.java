/** Noise schedule, step grids and the sampling methods: arithmetic on small latents, nothing else. */
@NullMarked
package dev.psld.sampler;

import org.jspecify.annotations.NullMarked;
