package org.pagurus.bench.frames;

import java.util.Locale;
import org.pagurus.relocation.RegionMap;

/**
 * What a frame is coloured by.
 */
public enum FrameState {
    /** With the OS. */
    RELEASED('r', "with the OS"),
    /** Free, and still resident. */
    FREE('f', "free, resident"),
    /** Waits for a grace period, or is filled by a move. */
    WAITING('w', "waiting"),
    /** Nearly empty. */
    Q1('a', "to 25 % full"),
    /** Sparse. */
    Q2('b', "to 50 %"),
    /** Half full and more. */
    Q3('c', "to 75 %"),
    /** Nearly full. */
    Q4('d', "to 95 %"),
    /** Full. */
    Q5('e', "full");

    private final char code;
    private final String title;

    FrameState(char code, String title) {
        this.code = code;
        this.title = title;
    }

    /**
     * The state for a value of {@link RegionMap#fullness}.
     *
     * @param fullness of a frame
     * @return its state
     */
    public static FrameState of(int fullness) {
        return switch (fullness) {
            case RegionMap.RELEASED -> RELEASED;
            case RegionMap.FREE -> FREE;
            case RegionMap.WAITING -> WAITING;
            default -> ofPercent(fullness);
        };
    }

    private static FrameState ofPercent(int percent) {
        if (percent <= 50) {
            return percent <= 25 ? Q1 : Q2;
        }
        return percent <= 75 ? Q3 : percent <= 95 ? Q4 : Q5;
    }

    /**
     * The letter in files.
     *
     * @return a small letter
     */
    public char code() {
        return code;
    }

    /**
     * The name in a legend.
     *
     * @return a few words
     */
    public String title() {
        return title;
    }

    /**
     * The name in a style sheet.
     *
     * @return a CSS class
     */
    public String cssClass() {
        return name().toLowerCase(Locale.ROOT);
    }
}
