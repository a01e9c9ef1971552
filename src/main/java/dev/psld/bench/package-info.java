/** Measures a sampling step: time, arithmetic, memory and allocations by stage, and the same step in PyTorch. */
@NullMarked
package dev.psld.bench;

import org.jspecify.annotations.NullMarked;
