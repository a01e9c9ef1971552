@NullMarked
package dev.psld.fleet;

import org.jspecify.annotations.NullMarked;
