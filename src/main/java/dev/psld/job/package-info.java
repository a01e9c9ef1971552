/** A job of the watch folder: what it is, its settings file, and words about it. Knows no files but that one. */
@NullMarked
package dev.psld.job;

import org.jspecify.annotations.NullMarked;
