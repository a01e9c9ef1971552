/** Shapes of values of graphs whose sizes are all fixed, inferred without a runtime, as far as rules write nodes themselves. */
@NullMarked
package dev.psld.graph.shape;

import org.jspecify.annotations.NullMarked;
