/** Models from a hub or any other server: what there is, and downloads that go on where they stopped. */
@NullMarked
package dev.psld.hub;

import org.jspecify.annotations.NullMarked;
