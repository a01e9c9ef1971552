package dev.psld.parameter;

/** The numbers that a user can set, each described once. Stateless. */
public final class Parameters {
    public static final Parameter STEPS = Parameter.whole("steps", 1, 100_000, "Sampling steps, counted.");

    public static final Parameter GAMMA =
            Parameter.number("gamma", "γ", 0, 999_999, "Weight of the gluing term, without unit.");

    public static final Parameter OMEGA =
            Parameter.number("omega", "ω", 0, 999_999, "Weight of the measurement term, without unit.");

    public static final Parameter POWER =
            Parameter.number("power", "p", -4, 8, "How the guidance falls with the noise level: times (1−ā)^(p/2).");

    public static final Parameter ETA =
            Parameter.number("eta", "η", 0, 1, "Noise on the way: 0 is DDIM, 1 as much as DDPM.");

    public static final Parameter START = Parameter.number(
                    "start",
                    "",
                    0,
                    1,
                    "Part of the schedule at which sampling starts; below 1 from a noised first guess.")
            .above();

    public static final Parameter POLISH = Parameter.whole(
            "polish", 0, 100_000, "Steps along the gradient by the latent itself, after the last sampling step.");

    public static final Parameter POLISH_RATE = Parameter.number(
                    "polishRate", "", 0, 999_999, "Length of these against γ and ω.")
            .above();

    public static final Parameter CLIP = Parameter.number(
            "clip", "", 0, 999_999, "Longest guidance step over the length of the noise; 0 for no limit.");

    public static final Parameter NOISE_FLOOR =
            Parameter.number("noiseFloor", "c", 0, 999_999, "c of the denominator √(‖r‖² + c·σ²m).");

    public static final Parameter SCALE = Parameter.whole("scale", 2, 8, "How many times larger sr makes a picture.");

    public static final Parameter HIGHEST = Parameter.number(
                    "highest", "σ₁", 0, 1000, "Noise level of the first step, where black to white is 2.")
            .above();

    public static final Parameter LOWEST = Parameter.number(
                    "lowest", "σ_K", 0, 10, "Least noise level of the last step.")
            .above();

    public static final Parameter SHARE = Parameter.number(
            "share", "", 0, 100, "The last step's noise level is at least this many times the photo's noise.");

    public static final Parameter LAMBDA = Parameter.number(
                    "lambda", "λ", 0, 999_999, "Weight of the prior against the measurement.")
            .above();

    public static final Parameter RHO = Parameter.number(
                    "rho", "ρ", 0, 999_999, "Weight of a splitting over that of what it splits.")
            .above();

    public static final Parameter ZETA =
            Parameter.number("zeta", "ζ", 0, 1, "Part of a step's noise that is drawn anew.");

    public static final Parameter POSES = Parameter.whole(
            "poses", 1, 8, "In how many ways turned and mirrored each step looks at the picture; it takes the mean.");

    public static final Parameter FLOOR = Parameter.number(
                    "floor", "", 0, 1, "Least standard deviation that the measurement is taken to have.")
            .above();

    public static final Parameter SIGMA_Y = Parameter.number(
            "sigmaY", "σ", 0, 9.99, "Standard deviation of the noise in the photo, where black to white is 2.");

    public static final Parameter SAMPLES = Parameter.whole(
            "samples",
            1,
            1000,
            "Results drawn of each photo, counted; more than one come with their mean and how far they differ.");

    public static final Parameter TILE = Parameter.whole(
                    "tile",
                    16,
                    65_536,
                    "Side of the windows that a photo is worked on in: smaller ones take less memory and more time. Without it as large as"
                            + " the model says.")
            .in("pixels");

    public static final Parameter BLUR_SIGMA = Parameter.number(
                    "blurSigma", "σ", 0, 1000, "Standard deviation of a Gaussian blur, in pixels.")
            .in("pixels")
            .above();

    public static final Parameter FEATHER_SIZE = Parameter.whole(
                    "featherSize",
                    0,
                    100,
                    "Size of the Gaussian kernel by which the edge of a mask fades into the photo; an even one is taken for"
                            + " the odd one above, 0 and 1 are a hard edge.")
            .in("pixels");

    public static final Parameter FEATHER_SIGMA = Parameter.number(
                    "featherSigma", "σ", 0, 25, "Standard deviation of that kernel; 0 is a hard edge.")
            .in("pixels");

    public static final Parameter GUIDANCE = Parameter.number(
            "guidance",
            "w",
            0,
            100,
            "How much a model with text heeds the prompt against the negative one: 1 is as by itself; 7.5 where nothing is"
                    + " given, 0.6 by cfg++.");

    public static final Parameter STATE_GRADIENT = Parameter.number(
                    "stateGradient",
                    "τ",
                    0,
                    1,
                    "Part of the latent's energy in whose singular directions the guidance may move; 1 for all.")
            .above();

    public static final Parameter ATTENTION = Parameter.number(
            "attention",
            "s",
            0,
            100,
            "How far a step is moved away from what the net with perturbed self-attention predicts; 0 for not at all.");

    public static final Parameter GUIDE_EVERY = Parameter.whole(
            "guideEvery",
            1,
            1000,
            "Guides each so many-th step alone, as far as all of them together; 1 guides every step, the last one is guided always.");

    public static final Parameter JACOBIAN_FREE = Parameter.number(
            "jacobianFree",
            "",
            0,
            1,
            "Last part of the steps, in which the guidance is not pulled back through the noise predictor: 0 for none, 1 for all.");

    public static final Parameter FULL_DECODER_STEPS = Parameter.whole(
            "fullDecoderSteps",
            0,
            100_000,
            "Last sampling steps that are guided by the full decoder of a model with a small one too; those before them are by the"
                    + " small one, polishing and the result by the full one.");

    /** What a seed is for; any 64 bits will do. */
    public static final String SEED = "Seed of everything that is drawn.";

    private Parameters() {}
}
