/** Forms of graphs that no rule knows, written with operators that rules know; each result computes what the graph did. */
@NullMarked
package dev.psld.graph.lower;

import org.jspecify.annotations.NullMarked;
