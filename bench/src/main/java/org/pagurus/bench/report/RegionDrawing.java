package org.pagurus.bench.report;

import java.util.EnumMap;
import java.util.Map;
import org.pagurus.bench.demo.Units;
import org.pagurus.relocation.RegionMap;

/**
 * A drawing of a heap, as SVG: a row for each region of 4 MiB, a cell for each frame of 64 KiB, coloured by what is in it. All
 * cells of a colour are one path, so that large heaps stay small files.
 */
final class RegionDrawing {
    /** The most regions that are drawn. */
    static final int MAX_REGIONS = 512;

    private static final int PITCH = 7;
    private static final int CELL = 6;
    private static final int DOT = 2;

    private final RegionMap map;
    private final int regions;
    private final Map<FrameState, StringBuilder> paths = new EnumMap<>(FrameState.class);
    private final Map<FrameState, Integer> counts = new EnumMap<>(FrameState.class);
    private final StringBuilder dots = new StringBuilder();
    private int folded;

    /** Draws the first regions of a heap. */
    RegionDrawing(RegionMap map, int regions) {
        this.map = map;
        this.regions = Math.min(regions, MAX_REGIONS);
        for (int region = 0; region < map.regions(); region++) {
            for (int frame = 0; frame < RegionMap.FRAMES_PER_REGION; frame++) {
                count(region, frame);
                if (region < this.regions) {
                    draw(region, frame);
                }
            }
        }
    }

    private void count(int region, int frame) {
        counts.merge(FrameState.of(map.fullness(region, frame)), 1, Integer::sum);
        folded += map.isFolded(region, frame) ? 1 : 0;
    }

    private void draw(int region, int frame) {
        square(paths.computeIfAbsent(FrameState.of(map.fullness(region, frame)), state -> new StringBuilder()), frame * PITCH,
            region * PITCH, CELL);
        if (map.isFolded(region, frame)) {
            square(dots, frame * PITCH + (CELL - DOT) / 2, region * PITCH + (CELL - DOT) / 2, DOT);
        }
    }

    private static void square(StringBuilder path, int x, int y, int side) {
        path.append('M').append(x).append(' ').append(y).append('h').append(side).append('v').append(side)
            .append('h').append(-side).append('z');
    }

    /** How many regions, from the first, a drawing needs to show everything that is not with the OS. */
    static int regionsInUse(RegionMap map) {
        for (int region = map.regions() - 1; region >= 0; region--) {
            for (int frame = 0; frame < RegionMap.FRAMES_PER_REGION; frame++) {
                if (map.fullness(region, frame) != RegionMap.RELEASED) {
                    return region + 1;
                }
            }
        }
        return 1;
    }

    /** Frames in a state, in the whole heap. */
    int frames(FrameState state) {
        return counts.getOrDefault(state, 0);
    }

    /** Frames of folded pages, in the whole heap. */
    int foldedFrames() {
        return folded;
    }

    /** The whole drawing. */
    String svg(String description) {
        StringBuilder svg = new StringBuilder();
        svg.append(Units.format("<svg class=\"map\" role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %d %d\">\n",
            Html.escape(description), RegionMap.FRAMES_PER_REGION * PITCH, regions * PITCH));
        paths.forEach((state, path) -> svg.append("<path class=\"").append(state.cssClass()).append("\" d=\"").append(path)
            .append("\"/>\n"));
        if (dots.length() > 0) {
            svg.append("<path class=\"dot\" d=\"").append(dots).append("\"/>\n");
        }
        return svg.append("</svg>\n").toString();
    }
}
