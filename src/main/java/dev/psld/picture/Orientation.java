package dev.psld.picture;

/** The EXIF orientation of a file (1 … 8, TIFF 6.0 tag 274) and how planes are turned upright by it. Stateless. */
record Orientation(int value) {

    boolean upright() {
        return value == 1;
    }

    /** True when width and height change places. */
    boolean swaps() {
        return value >= 5;
    }

    /** Turns planes of width×height (before) upright where they are, for of large pictures no second copy should be needed. */
    void turn(float[] planes, int channels, int width, int height) {
        if (upright()) {
            return;
        }
        int newWidth = swaps() ? height : width;
        int newHeight = swaps() ? width : height;
        float[] turned = new float[width * height];
        for (int c = 0; c < channels; c++) {
            int plane = c * width * height;
            int to = 0;
            for (int v = 0; v < newHeight; v++) {
                for (int u = 0; u < newWidth; u++) {
                    turned[to++] = planes[plane + y(u, v, height) * width + x(u, v, width)];
                }
            }
            System.arraycopy(turned, 0, planes, plane, turned.length);
        }
    }

    private int x(int u, int v, int width) {
        return switch (value) {
            case 2, 3 -> width - 1 - u;
            case 4 -> u;
            case 5, 6 -> v;
            default -> width - 1 - v;
        };
    }

    private int y(int u, int v, int height) {
        return switch (value) {
            case 2 -> v;
            case 3, 4 -> height - 1 - v;
            case 5, 8 -> u;
            default -> height - 1 - u;
        };
    }
}
