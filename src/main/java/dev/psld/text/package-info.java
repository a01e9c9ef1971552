/** Texts as the token numbers that a text encoder takes. */
@NullMarked
package dev.psld.text;

import org.jspecify.annotations.NullMarked;
