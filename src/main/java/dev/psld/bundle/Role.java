package dev.psld.bundle;

import java.util.List;

/** What a graph of a bundle is for, by the words of the manifest. Stateless; a bundle may have any set of them. */
public final class Role {
    /** Picture to the mean, and where it has one the log-variance, of a latent. */
    public static final String ENCODER = "encoder";

    /** Latent to picture. */
    public static final String DECODER = "decoder";

    /** The same latent to nearly the same picture by a smaller net, which guidance may observe by; a bundle need not have it. */
    public static final String GUIDE_DECODER = "guide-decoder";

    /** Noised latent (or picture) and timestep to the noise or velocity in it. */
    public static final String UNET = "unet";

    /** Noised picture and its noise level σ to the picture without noise. */
    public static final String DENOISER = "denoiser";

    /** Tokens to the context that a text-conditioned UNet takes. */
    public static final String TEXT_ENCODER = "text-encoder";

    /** The roles that a latent diffusion model has. */
    public static final List<String> LATENT_DIFFUSION = List.of(ENCODER, DECODER, UNET);

    private Role() {}
}
