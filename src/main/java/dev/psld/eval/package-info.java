/** Methods side by side: clean pictures are degraded, restored by each, scored alike, and tabulated. */
@NullMarked
package dev.psld.eval;

import org.jspecify.annotations.NullMarked;
