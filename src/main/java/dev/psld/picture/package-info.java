/** Image files to tensors and back: orientation, colour profile, alpha, depth, masks, fitting. */
@NullMarked
package dev.psld.picture;

import org.jspecify.annotations.NullMarked;
