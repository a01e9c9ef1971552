/** Model bundles: manifest, export, load, verify. */
@NullMarked
package dev.psld.bundle;

import org.jspecify.annotations.NullMarked;
