/** The numbers that a user can set, each described once. */
@NullMarked
package dev.psld.parameter;

import org.jspecify.annotations.NullMarked;
