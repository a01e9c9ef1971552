/** PSNR, SSIM and the measurement residual. */
@NullMarked
package dev.psld.metrics;

import org.jspecify.annotations.NullMarked;
