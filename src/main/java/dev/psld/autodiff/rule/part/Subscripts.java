package dev.psld.autodiff.rule.part;

import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The subscripts of an Einstein sum with ellipses written out as letters of their own and the result's letters made
 * explicit. Immutable.
 */
public record Subscripts(List<String> operands, String result, Map<Character, Long> sizes) {
    private static final String ELLIPSIS = "...";

    public static Subscripts of(String equation, List<Shape> shapes, Shape y) {
        String bare = equation.replace(" ", "");
        int arrow = bare.indexOf("->");
        String[] given = (arrow < 0 ? bare : bare.substring(0, arrow)).split(",", -1);
        int most = 0;
        for (int i = 0; i < given.length; i++) {
            if (given[i].contains(ELLIPSIS)) {
                most = Math.max(most, shapes.get(i).rank() - given[i].length() + ELLIPSIS.length());
            }
        }
        String spare = unused(bare, most);
        List<String> operands = new ArrayList<>();
        Map<Character, Long> sizes = new HashMap<>();
        for (int i = 0; i < given.length; i++) {
            int own = shapes.get(i).rank() - given[i].length() + ELLIPSIS.length();
            String letters = given[i].contains(ELLIPSIS)
                    ? given[i].replace(ELLIPSIS, spare.substring(spare.length() - own))
                    : given[i];
            for (int a = 0; a < letters.length(); a++) {
                sizes.merge(letters.charAt(a), shapes.get(i).dim(a), Math::max);
            }
            operands.add(letters);
        }
        String implied = (bare.contains(ELLIPSIS) ? ELLIPSIS : "") + once(String.join("", given));
        String result = arrow < 0 ? implied : bare.substring(arrow + 2);
        // The result's ellipsis has every axis that some operand's has.
        int axes = y.rank() - result.length() + ELLIPSIS.length();
        String out =
                result.contains(ELLIPSIS) ? result.replace(ELLIPSIS, spare.substring(spare.length() - axes)) : result;
        return new Subscripts(List.copyOf(operands), out, Map.copyOf(sizes));
    }

    public long size(char letter) {
        return Optional.ofNullable(sizes.get(letter)).orElse(1L);
    }

    /** The letters without those of axes of length 1, which multiply nothing. */
    public String squeezed(String letters, Shape shape) {
        StringBuilder kept = new StringBuilder();
        for (int a = 0; a < letters.length(); a++) {
            if (shape.dim(a) != 1) {
                kept.append(letters.charAt(a));
            }
        }
        return kept.toString();
    }

    private static String unused(String equation, int count) {
        StringBuilder letters = new StringBuilder();
        for (char c = 'A'; c <= 'z' && letters.length() < count; c++) {
            if (Character.isLetter(c) && equation.indexOf(c) < 0) {
                letters.append(c);
            }
        }
        return letters.toString();
    }

    /** Without an arrow the result has the letters that occur once, in alphabetical order. */
    private static String once(String all) {
        return all.chars()
                .filter(c -> c != '.' && all.indexOf(c) == all.lastIndexOf(c))
                .sorted()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
