/** Missing pixels as the biharmonic continuation of those around them. */
@NullMarked
package dev.psld.sampler.biharmonic;

import org.jspecify.annotations.NullMarked;
