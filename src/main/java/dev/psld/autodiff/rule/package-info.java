/** Pullback rules, one operator (or family with one formula) a file, and fusions that are cheaper than their parts. */
@NullMarked
package dev.psld.autodiff.rule;

import org.jspecify.annotations.NullMarked;
