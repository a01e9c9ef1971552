/** What ‘psld install-service’ puts in place, and takes away again. */
@NullMarked
package dev.psld.service;

import org.jspecify.annotations.NullMarked;
