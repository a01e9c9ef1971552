/** The files that a photo becomes, and where they go. */
@NullMarked
package dev.psld.restore.output;

import org.jspecify.annotations.NullMarked;
