/**
 * A server for this machine alone: what it listens on, how long and how many clients may take, which requests it hears. What it
 * answers is the routes'.
 */
@NullMarked
package dev.psld.http;

import org.jspecify.annotations.NullMarked;
