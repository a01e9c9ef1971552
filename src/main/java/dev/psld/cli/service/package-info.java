/** The agent as a service of systemd: what is put where, and how it is taken away again. */
@NullMarked
package dev.psld.cli.service;

import org.jspecify.annotations.NullMarked;
