/** The containers and sample formats of image files: what is stored, at full precision, and what it means. */
@NullMarked
package dev.psld.picture.codec;

import org.jspecify.annotations.NullMarked;
