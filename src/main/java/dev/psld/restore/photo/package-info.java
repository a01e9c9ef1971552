/** A photo as a measurement: how it is read, fitted, and finished. */
@NullMarked
package dev.psld.restore.photo;

import org.jspecify.annotations.NullMarked;
