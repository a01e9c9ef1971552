package dev.psld.picture;

import java.util.Arrays;
import java.util.List;

/** A grid of pictures on white for looking at many at once. Stateless. */
public final class ContactSheet {

    private ContactSheet() {}

    /** Rows of pictures in cells as large as the largest one, {@code gap} pixels between and around them. */
    public static Picture of(List<List<Picture>> rows, int gap) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        if (columns == 0 || gap < 0) {
            throw new IllegalArgumentException("a contact sheet needs at least one picture and a gap of 0 or more");
        }
        int cellWidth = rows.stream()
                .flatMap(List::stream)
                .mapToInt(Picture::width)
                .max()
                .getAsInt();
        int cellHeight = rows.stream()
                .flatMap(List::stream)
                .mapToInt(Picture::height)
                .max()
                .getAsInt();
        int width = columns * (cellWidth + gap) + gap;
        int height = rows.size() * (cellHeight + gap) + gap;
        float[] sheet = new float[Picture.CHANNELS * width * height];
        Arrays.fill(sheet, 1f);
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                Picture picture = rows.get(row).get(column);
                int x = gap + column * (cellWidth + gap) + (cellWidth - picture.width()) / 2;
                int y = gap + row * (cellHeight + gap) + (cellHeight - picture.height()) / 2;
                paste(picture, sheet, width, height, x, y);
            }
        }
        return Picture.rgb(width, height, sheet);
    }

    private static void paste(Picture picture, float[] sheet, int width, int height, int x, int y) {
        for (int c = 0; c < Picture.CHANNELS; c++) {
            for (int row = 0; row < picture.height(); row++) {
                System.arraycopy(
                        picture.ownSamples(),
                        (c * picture.height() + row) * picture.width(),
                        sheet,
                        (c * height + y + row) * width + x,
                        picture.width());
            }
        }
    }
}
