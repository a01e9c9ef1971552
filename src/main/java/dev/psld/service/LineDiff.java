package dev.psld.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How one text becomes another, line by line. Stateless. */
final class LineDiff {
    private LineDiff() {}

    /** Lines that go behind {@code -}, lines that come behind {@code +}; those that stay are left out. */
    static List<String> between(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        int[][] common = common(old, now);
        List<String> lines = new ArrayList<>();
        int i = old.size();
        int j = now.size();
        while (i > 0 || j > 0) {
            if (i > 0 && j > 0 && old.get(i - 1).equals(now.get(j - 1))) {
                i--;
                j--;
            } else if (j > 0 && (i == 0 || common[i][j - 1] >= common[i - 1][j])) {
                lines.add("+ " + now.get(--j));
            } else {
                lines.add("- " + old.get(--i));
            }
        }
        Collections.reverse(lines);
        return lines;
    }

    /** Lengths of the longest common subsequences of all beginnings. */
    private static int[][] common(List<String> old, List<String> now) {
        int[][] length = new int[old.size() + 1][now.size() + 1];
        for (int i = 1; i <= old.size(); i++) {
            for (int j = 1; j <= now.size(); j++) {
                length[i][j] = old.get(i - 1).equals(now.get(j - 1))
                        ? length[i - 1][j - 1] + 1
                        : Math.max(length[i - 1][j], length[i][j - 1]);
            }
        }
        return length;
    }
}
