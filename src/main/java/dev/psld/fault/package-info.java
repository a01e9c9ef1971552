/** Who must act when something fails. */
@NullMarked
package dev.psld.fault;

import org.jspecify.annotations.NullMarked;
