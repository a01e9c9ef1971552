/** Graphs of any size, made from graphs of several fixed sizes that differ in numbers only. */
@NullMarked
package dev.psld.graph.symbolic;

import org.jspecify.annotations.NullMarked;
