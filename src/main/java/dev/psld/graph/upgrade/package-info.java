/** Models of old operator sets written at the oldest one whose operators the rules know, one operator's change a class. */
@NullMarked
package dev.psld.graph.upgrade;

import org.jspecify.annotations.NullMarked;
