package org.pagurus.bench.report;

import org.pagurus.bench.demo.Units;
import org.pagurus.bench.frames.FrameMap;
import org.pagurus.bench.frames.FrameState;

/** A heap before and after something, as two drawings beside each other with one legend. */
final class MapPair {
    private final int regions;
    private final RegionDrawing before;
    private final RegionDrawing after;

    MapPair(FrameMap before, FrameMap after) {
        this.regions = Math.max(before.regionsInUse(), after.regionsInUse());
        this.before = new RegionDrawing(before, regions);
        this.after = new RegionDrawing(after, regions);
    }

    void appendTo(HtmlPage page, String beforeTitle, String afterTitle) {
        page.append("<div class=\"maps\">\n");
        map(page, beforeTitle, before);
        map(page, afterTitle, after);
        page.append("</div>\n");
        legend(page);
        page.paragraph("caption", "A row is a region of 4 MiB, a cell a frame of 64 KiB, coloured by the part of it that is in "
            + "use. Folded pages lie one behind the other, and what is left of their last frame is with the OS."
            + (regions > RegionDrawing.MAX_REGIONS ? " The first " + RegionDrawing.MAX_REGIONS + " of " + regions
            + " regions in use are drawn." : ""));
    }

    private static void map(HtmlPage page, String title, RegionDrawing drawing) {
        page.append("<figure>\n<figcaption>").append(Html.escape(title)).append("</figcaption>\n")
            .append(drawing.svg(title)).append("</figure>\n");
    }

    private void legend(HtmlPage page) {
        page.append("<div class=\"wide\"><table class=\"legend\">\n<thead><tr><th>frames</th>");
        for (FrameState state : FrameState.values()) {
            title(page, "<path class=\"" + state.cssClass() + "\" d=\"M0 0h6v6h-6z\"/>", state.title());
        }
        title(page, "<path class=\"q5\" d=\"M0 0h6v6h-6z\"/><path class=\"dot\" d=\"M2 2h2v2h-2z\"/>", "in folded pages");
        page.append("</tr></thead>\n<tbody>\n");
        row(page, "before", before);
        row(page, "after", after);
        page.append("</tbody>\n</table></div>\n");
    }

    private static void title(HtmlPage page, String swatch, String title) {
        page.append("<th><svg viewBox=\"0 0 6 6\">").append(swatch).append("</svg>").append(Html.escape(title)).append("</th>");
    }

    private static void row(HtmlPage page, String name, RegionDrawing drawing) {
        page.append("<tr><th>").append(name).append("</th>");
        for (FrameState state : FrameState.values()) {
            page.append("<td>").append(Units.count(drawing.frames(state))).append("</td>");
        }
        page.append("<td>").append(Units.count(drawing.foldedFrames())).append("</td></tr>\n");
    }
}
