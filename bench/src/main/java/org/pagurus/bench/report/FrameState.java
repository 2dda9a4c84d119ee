package org.pagurus.bench.report;

import java.util.Locale;
import org.pagurus.relocation.RegionMap;

/**
 * What a frame is coloured by.
 */
enum FrameState {
    /** With the OS. */
    RELEASED("with the OS"),
    /** Free, and still resident. */
    FREE("free, resident"),
    /** Waits for a grace period, or is filled by a move. */
    WAITING("waiting"),
    /** Nearly empty. */
    Q1("to 25 % full"),
    /** Sparse. */
    Q2("to 50 %"),
    /** Half full and more. */
    Q3("to 75 %"),
    /** Nearly full. */
    Q4("to 95 %"),
    /** Full. */
    Q5("full");

    private final String title;

    FrameState(String title) {
        this.title = title;
    }

    /** The state for a value of {@link RegionMap#fullness}. */
    static FrameState of(int fullness) {
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

    String title() {
        return title;
    }

    String cssClass() {
        return name().toLowerCase(Locale.ROOT);
    }
}
