/** The life of the watch-folder agent: what it does next, when it waits, what it tells. */
@NullMarked
package dev.psld.agent;

import org.jspecify.annotations.NullMarked;
