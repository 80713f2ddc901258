package io.github.pevl.internal.util;

/** Counts in messages, with singular or plural. */
public final class Count {

    private Count() {}

    /**
     * Such as "1 scene" and "2 scenes".
     *
     * @param thing in the singular; its plural ends in s or, behind a consonant and y, in ies
     */
    public static String of(long number, String thing) {
        if (number == 1) {
            return "1 " + thing;
        }
        String plural =
                thing.matches(".*[^aeiou]y")
                        ? thing.substring(0, thing.length() - 1) + "ies"
                        : thing + "s";
        return number + " " + plural;
    }
}
