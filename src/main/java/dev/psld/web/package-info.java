/**
 * The local page: a JSON API over a queue of jobs, its events, and the files of the page itself. It knows what a queue tells and
 * what may be asked of one; neither spool nor model.
 */
@NullMarked
package dev.psld.web;

import org.jspecify.annotations.NullMarked;
