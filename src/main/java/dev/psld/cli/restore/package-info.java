/** One photo's way from its file to a restored picture and its report. */
@NullMarked
package dev.psld.cli.restore;

import org.jspecify.annotations.NullMarked;
