package io.github.pevl.it;

import java.util.List;
import java.util.Random;

/** Texts of every kind that users write, and of those that nobody should. */
final class DrawnTexts {

    private static final List<String> PIECES =
            List.of(
                    "the dog",
                    "a man",
                    "red",
                    "cup ",
                    "left of",
                    "?",
                    ",",
                    "-",
                    "/",
                    "  ",
                    "\t",
                    "\n",
                    "\u00a0",
                    "\u200b",
                    "\u00e9",
                    "e\u0301",
                    "\u4e2d",
                    "\ud83d\ude00",
                    "\ud800",
                    "\uffff",
                    "\u0000",
                    "\u202e",
                    "\u03a3",
                    "@@",
                    "##",
                    "[pos_7]",
                    "[POS_7]",
                    "[pos_512]",
                    "[MASK]",
                    "[mask]",
                    "[SEP]",
                    "[sep]",
                    "[CLS]",
                    "[PAD]",
                    "[UNK]",
                    "[unrel]",
                    "@\u200b@",
                    "[0]",
                    "[0, 1]",
                    "[",
                    "]",
                    "<person>",
                    "[9999999999]",
                    "@@ [MASK] [MASK] [MASK] [MASK] ##",
                    "\"",
                    "\\",
                    "{",
                    "%s");

    private DrawnTexts() {}

    /** Mostly a few words; now and then very long, and all of one kind. */
    static String any(Random random) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(12);
        for (int i = 0; i < pieces; i++) {
            text.append(piece(random));
            if (random.nextBoolean()) {
                text.append(' ');
            }
        }
        if (random.nextInt(40) == 0) {
            String again =
                    random.nextBoolean() ? piece(random) : random.nextBoolean() ? " " : "[0,";
            text.append(again.repeat(random.nextInt(100_000) / again.length()));
            text.append(piece(random));
        }
        return text.toString();
    }

    /** Words that every task takes. */
    static String plain(Random random) {
        return List.of("the dog", "a red cup", "man", "yes", "left of the box")
                .get(random.nextInt(5));
    }

    static String mostlyPlain(Random random) {
        return random.nextInt(3) > 0 ? plain(random) : any(random);
    }

    private static String piece(Random random) {
        return PIECES.get(random.nextInt(PIECES.size()));
    }

    /** How many entries a list has: mostly a few, now and then hundreds. */
    static int count(Random random) {
        return random.nextInt(30) == 0 ? random.nextInt(400) : random.nextInt(5);
    }
}
