/** Presets and settings as records, each value validated where it is read. */
@NullMarked
package dev.psld.config;

import org.jspecify.annotations.NullMarked;
