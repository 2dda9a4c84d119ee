package org.pagurus.bench.report;

import java.util.EnumMap;
import java.util.Map;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.frames.FrameMap;
import org.pagurus.bench.frames.FrameState;
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

    private final FrameMap map;
    private final int regions;
    private final Map<FrameState, StringBuilder> paths = new EnumMap<>(FrameState.class);
    private final StringBuilder dots = new StringBuilder();
    private int folded;

    /** Draws the first regions of a heap. */
    RegionDrawing(FrameMap map, int regions) {
        this.map = map;
        this.regions = Math.min(regions, MAX_REGIONS);
        for (int frame = 0; frame < map.frames(); frame++) {
            folded += map.isFolded(frame) ? 1 : 0;
        }
        for (int frame = 0; frame < this.regions * RegionMap.FRAMES_PER_REGION; frame++) {
            draw(frame);
        }
    }

    private void draw(int frame) {
        int x = frame % RegionMap.FRAMES_PER_REGION * PITCH;
        int y = frame / RegionMap.FRAMES_PER_REGION * PITCH;
        square(paths.computeIfAbsent(map.state(frame), state -> new StringBuilder()), x, y, CELL);
        if (map.isFolded(frame)) {
            square(dots, x + (CELL - DOT) / 2, y + (CELL - DOT) / 2, DOT);
        }
    }

    private static void square(StringBuilder path, int x, int y, int side) {
        path.append('M').append(x).append(' ').append(y).append('h').append(side).append('v').append(side)
            .append('h').append(-side).append('z');
    }

    /** Frames in a state, in the whole heap; of those with the OS, as many as the map has or are drawn. */
    int frames(FrameState state) {
        int beyond = Math.max(0, regions * RegionMap.FRAMES_PER_REGION - map.frames());
        return map.count(state) + (state == FrameState.RELEASED ? beyond : 0);
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
