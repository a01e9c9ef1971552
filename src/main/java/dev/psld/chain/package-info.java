/** The guidance chain: sessions composed into the value and gradient that the sampler asks for. */
@NullMarked
package dev.psld.chain;

import org.jspecify.annotations.NullMarked;
