package org.pagurus.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pagurus.bench.defrag.Medians;
import org.pagurus.bench.defrag.Row;
import org.pagurus.bench.defrag.RowJson;
import org.pagurus.bench.goals.Setting;
import org.pagurus.bench.latency.LatencyRows;
import org.pagurus.bench.latency.Load;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class DefragReportTest {
    private static final Setting SETTING = new Setting("17", "Linux <1>", "a & b", 2, "./pagurus bench defrag --seed 7");

    @TempDir
    private Path folder;

    /** The page as XML: of what HTML leaves open there is only the head's {@code meta}. */
    private static Document parse(String html) throws Exception {
        String xml = html.replaceFirst("<!DOCTYPE html>", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static int count(Document page, String tag, String cssClass) {
        NodeList nodes = page.getElementsByTagName(tag);
        int count = 0;
        for (int i = 0; i < nodes.getLength(); i++) {
            count += ((Element) nodes.item(i)).getAttribute("class").startsWith(cssClass) ? 1 : 0;
        }
        return count;
    }

    private static void requireSelfContained(Document page, String html) {
        NodeList all = page.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            for (String attribute : List.of("href", "src", "data", "action", "srcset", "xlink:href", "onload", "style")) {
                assertFalse(element.hasAttribute(attribute), element.getTagName() + " " + attribute);
            }
            assertFalse(Set.of("script", "link", "iframe", "img", "object", "embed").contains(element.getTagName()));
        }
        for (String reference : List.of("http:", "https:", "url(", "@import")) {
            assertFalse(html.contains(reference), reference);
        }
    }

    @Test
    void toHtml_rows_isWellFormedAndSelfContained() throws Exception {
        String html = DefragReport.toHtml(DefragRows.of(12), List.of(SETTING));
        Document page = parse(html);
        requireSelfContained(page, html);
        assertEquals(1, count(page, "svg", "chart"));
        assertEquals(2, count(page, "svg", "map"));
        assertEquals(12, count(page, "path", "line series"));
        assertTrue(html.contains("prefers-color-scheme: dark") && html.contains("@media print"));
        assertTrue(html.contains("./pagurus bench defrag --seed 7") && html.contains("Linux &lt;1&gt;"), html);
        assertTrue(html.contains("How to read"));
        // Every row is in the table.
        assertEquals(24, count(page, "tr", "") - 8 - 3 + 1, "rows of all tables: " + count(page, "tr", ""));
    }

    @Test
    void toHtml_textsFromOutside_areEscaped() throws Exception {
        List<Row> rows = List.of(DefragRows.row("<script>alert(1)</script>", "a&b", 1.2, 0, 1, 1, 1, List.of()));
        String html = DefragReport.toHtml(rows, List.of());
        requireSelfContained(parse(html), html);
        assertTrue(html.contains("older than timelines") && html.contains("not recorded"));
    }

    // ---- PNG ----

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** How many pixels are not clear, in percent. */
    private static double drawn(BufferedImage image) {
        int[] pixels = pixels(image);
        return 100.0 * IntStream.of(pixels).filter(pixel -> pixel >>> 24 != 0).count() / pixels.length;
    }

    /** The colours that are not let through. */
    private static Set<Integer> colours(BufferedImage image) {
        return IntStream.of(pixels(image)).filter(pixel -> pixel >>> 24 == 0xff).map(pixel -> pixel & 0xffffff).boxed()
            .collect(Collectors.toSet());
    }

    @Test
    void write_png_hasItsSizeAndAllColours() throws IOException {
        assertEquals("", PngChart.problem());
        List<Path> files = DefragPng.write(DefragRows.of(12), folder);
        assertEquals(List.of("memory-w1.png", "ratios.png"), files.stream().map(file -> file.getFileName().toString()).toList());
        BufferedImage memory = ImageIO.read(files.get(0).toFile());
        assertEquals(1920, memory.getWidth());
        assertEquals(800, memory.getHeight());
        BufferedImage ratios = ImageIO.read(files.get(1).toFile());
        assertEquals(1920, ratios.getWidth());
        for (BufferedImage image : List.of(memory, ratios)) {
            assertTrue(drawn(image) > 2 && drawn(image) < 70, "percent=" + drawn(image));
            assertEquals(0, image.getRGB(1, 1) >>> 24, "no background");
        }
        Set<Integer> inMemory = colours(memory);
        Set<Integer> inRatios = colours(ratios);
        for (int i = 0; i < 12; i++) {
            assertTrue(inMemory.contains(Palette.rgb(i)) && inRatios.contains(Palette.rgb(i)), "series " + i);
        }
    }

    /** Proof that {@link #drawn} notices. */
    @Test
    void drawn_ofABlankImage_isNothing() {
        assertEquals(0, drawn(new BufferedImage(9, 9, BufferedImage.TYPE_INT_ARGB)));
    }

    // ---- published files ----

    private Path published(String name, List<Row> rows) throws IOException {
        Path file = folder.resolve(name);
        RowJson.write(rows, SETTING, file);
        return file;
    }

    @Test
    void published_twoFiles_areOneReportAndTheLastCounts() throws Exception {
        Path first = published("a.json", DefragRows.of(1));
        Path second = published("b.json", DefragRows.of("pagurus", 1.07));
        Path third = published("c.json", DefragRows.of("malloc", 1.4));
        Path html = folder.resolve("o.html");
        Published.read(List.of(first, second, third)).writeReport(html);
        List<Row> expected = List.of(DefragRows.of("pagurus", 1.07), DefragRows.of("malloc", 1.4)).stream().flatMap(List::stream)
            .toList();
        assertEquals(DefragReport.toHtml(expected, List.of(SETTING)), Files.readString(html));
    }

    @Test
    void published_ofSeveralRounds_isTheirMedians() throws Exception {
        List<Row> rounds = Stream.of(1.02, 1.09, 1.04).flatMap(ratio -> DefragRows.of("pagurus", ratio).stream()).toList();
        List<Row> medians = Medians.of(rounds);
        Path html = folder.resolve("o.html");
        Published.read(List.of(published("a.json", Stream.of(medians, rounds).flatMap(List::stream).toList()))).writeReport(html);
        assertEquals(DefragReport.toHtml(medians, List.of(SETTING)), Files.readString(html));
        // The round's, whose ratio is the median.
        assertEquals(DefragRows.of("pagurus", 1.04).stream().map(Row::timeline).toList(),
            medians.stream().map(Row::timeline).toList());
    }

    private void assertRefused(String message, Path... files) {
        String actual = assertThrows(IllegalArgumentException.class, () -> Published.read(List.of(files))).getMessage();
        assertTrue(actual.contains(message), actual);
    }

    @Test
    void published_whatCannotBeDrawn_isRefusedWithTheReason() throws IOException {
        Path rows = published("a.json", DefragRows.of(1));
        Path other = folder.resolve("b.json");
        Files.writeString(other, "{\"jdk\":\"17\"}");
        assertRefused("b.json cannot be drawn; allowed is what 'bench defrag --json'", other);
        Files.writeString(other, "[{]");
        assertRefused("b.json: ", other);
        Files.writeString(other, Files.readString(rows).replace("\"limitBytes\" : 104857600", "\"limitBytes\" : 1024"));
        assertRefused("rows of W1 with a limit of 1 KiB live bytes, others have 100 MiB", rows, other);
        Files.writeString(other, Files.readString(rows).replace("a64e32", "a64x"));
        assertRefused("'x' at 3 is no state of a frame", other);
        Files.writeString(other, latencies().toString());
        assertRefused("of another benchmark", rows, other);
    }

    // ---- latencies with peers ----

    private static ObjectNode latencies() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode file = mapper.createObjectNode().put("jdk", "17").put("os", "Linux").put("processors", 2)
            .put("liveBytes", 1 << 26);
        JsonNode moving = mapper.valueToTree(LatencyRows.row("CANCEL", Load.MOVING, 0, 0, 700, 9_000));
        ObjectNode peer = mapper.valueToTree(LatencyRows.row("CANCEL", Load.QUIET, null, 0, 300, 0));
        file.putArray("medians").add(moving).add(peer.put("peer", "ohc").putNull("policy").putNull("readMode"));
        return file;
    }

    @Test
    void latencies_ofPeers_standBesideThePolicies() throws Exception {
        Path file = folder.resolve("l.json");
        Files.writeString(file, latencies().toString());
        Published published = Published.read(List.of(file));
        published.writeReport(folder.resolve("l.html"));
        String html = Files.readString(folder.resolve("l.html"));
        Document page = parse(html);
        requireSelfContained(page, html);
        assertEquals(1, count(page, "svg", "chart"));
        assertTrue(html.contains(">CANCEL</text>") && html.contains(">ohc</text>"), html);
        List<Path> files = published.writePng(folder);
        assertEquals(Set.of("latency-policies-read-through-1-thread.png"), files.stream().map(one -> one.getFileName().toString())
            .collect(Collectors.toSet()));
        BufferedImage image = ImageIO.read(files.get(0).toFile());
        assertTrue(drawn(image) > 0.5 && colours(image).containsAll(Set.of(Palette.rgb(0), Palette.rgb(1))));
    }
}
