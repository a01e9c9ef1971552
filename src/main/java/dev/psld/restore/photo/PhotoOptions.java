package dev.psld.restore.photo;

import dev.psld.picture.Blending;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How photos are read as measurements. Immutable.
 *
 * @param recipe what happened to the pictures that are sought
 * @param mask given for all photos; empty looks beside each one
 * @param maskInverted the mask is black where the photo is missing
 * @param blending how known pixels and those that are made become one picture
 * @param kernel given for all photos; empty looks beside each one
 * @param strip nothing that a file says about its photo goes into the result
 * @param size at what size photos are restored
 * @param estimate whether a photo's noise is estimated, where its task is one that noise matters to
 */
public record PhotoOptions(
        Recipe recipe,
        Optional<Path> mask,
        boolean maskInverted,
        Blending blending,
        Optional<Path> kernel,
        boolean strip,
        PictureSize size,
        boolean estimate) {}
