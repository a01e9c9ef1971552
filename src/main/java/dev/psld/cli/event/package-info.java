/** What a verb tells while it works, and how it is shown: text, a progress bar, NDJSON. */
@NullMarked
package dev.psld.cli.event;

import org.jspecify.annotations.NullMarked;
