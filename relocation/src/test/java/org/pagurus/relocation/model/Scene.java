package org.pagurus.relocation.model;

import java.util.Arrays;

/** Which pages move how, and what the accessors' sections do meanwhile. */
enum Scene {
    /** One page is moved as it is, and then folded. Each access of each section may be a read or a write. */
    MOVE_AND_FOLD(1, 3, 0, new boolean[] {false, true}, new String[] {"** **", "** **", "** **"}),
    /** Two pages in one batch are folded into one frame, and then both again. */
    TWO_FOLDS(2, 4, 0, new boolean[] {true, true}, new String[] {"wA wB", "wB wA", "r*"}),
    /** The first accessor has no room for pins, so it puts pages back. */
    NO_ROOM_FOR_PINS(1, 3, 1, new boolean[] {false, true}, new String[] {"** **", "** **", "** **"}),
    /** One sealed page is moved as it is, and then folded. Writes are refused. */
    SEALED(1, 3, 0, new boolean[] {false, true}, new String[] {"** **", "** **", "** **"});

    private static final int CHOICES = 4;
    private final int pages;
    private final int frames;
    private final int withoutPins;
    private final boolean[] folds;
    private final boolean[][][] programs;

    Scene(int pages, int frames, int withoutPins, boolean[] folds, String[] programs) {
        this.pages = pages;
        this.frames = frames;
        this.withoutPins = withoutPins;
        this.folds = folds;
        this.programs = new boolean[programs.length][][];
        for (int i = 0; i < programs.length; i++) {
            String[] accesses = programs[i].split(" ");
            this.programs[i] = new boolean[accesses.length][];
            for (int k = 0; k < accesses.length; k++) {
                this.programs[i][k] = choices(accesses[k], pages);
            }
        }
    }

    /** {@code rA}: read page A. {@code wB}: write page B. {@code *}: either of the two, any page. */
    private static boolean[] choices(String access, int pages) {
        boolean[] allowed = new boolean[CHOICES];
        for (int choice = 0; choice < pages << 1; choice++) {
            allowed[choice] = access.charAt(0) != "wr".charAt(choice & 1) && access.charAt(1) != "BA".charAt(choice >>> 1);
        }
        return allowed;
    }

    int pages() {
        return pages;
    }

    int frames() {
        return frames;
    }

    int batches() {
        return folds.length;
    }

    /** Whether a batch folds its pages. */
    boolean folds(int batch) {
        return folds[batch];
    }

    /** Whether nobody writes to its pages. */
    boolean isSealed() {
        return this == SEALED;
    }

    /** How many accesses an accessor's section makes. */
    int accesses(int accessor) {
        return programs[accessor].length;
    }

    /** Whether the access may be {@code page << 1 | write}. */
    boolean allows(int accessor, int access, int choice) {
        return programs[accessor][access][choice];
    }

    /** Whether two accessors do the same. */
    boolean areAlike(int one, int other) {
        return Arrays.deepEquals(programs[one], programs[other]) && isWithoutPins(one) == isWithoutPins(other);
    }

    /** Whether the accessor's pins are used up. */
    boolean isWithoutPins(int accessor) {
        return (withoutPins & 1 << accessor) != 0;
    }
}
