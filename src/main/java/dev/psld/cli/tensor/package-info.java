/** Tensors from files that numpy writes. */
@NullMarked
package dev.psld.cli.tensor;

import org.jspecify.annotations.NullMarked;
