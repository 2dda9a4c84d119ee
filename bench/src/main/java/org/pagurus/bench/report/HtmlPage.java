package org.pagurus.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A page in the style of the reports, from its head on. Nothing is loaded from anywhere. */
final class HtmlPage {
    private static final String STYLE = "report.css";

    private final StringBuilder page = new StringBuilder();

    HtmlPage(String title) {
        this(title, "");
    }

    /** A page whose main part has a class. */
    HtmlPage(String title, String cssClass) {
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>").append(Html.escape(title))
            .append("</title>\n<style>\n").append(style()).append(Palette.css())
            .append("</style>\n</head>\n<body>\n<main class=\"")
            .append(cssClass).append("\">\n<h1>")
            .append(Html.escape(title)).append("</h1>\n");
    }

    private static String style() {
        try (InputStream in = HtmlPage.class.getResourceAsStream(STYLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** HTML as it is. */
    HtmlPage append(String html) {
        page.append(html);
        return this;
    }

    void paragraph(String cssClass, String text) {
        page.append("<p class=\"").append(cssClass).append("\">").append(Html.escape(text)).append("</p>\n");
    }

    /** One of a list that is open. */
    void item(String text) {
        page.append("<li>").append(Html.escape(text)).append("</li>\n");
    }

    /** A table of names and texts, without titles. */
    void pairs(String cssClass, List<List<String>> rows) {
        page.append("<table class=\"").append(cssClass).append("\">\n<tbody>\n");
        for (List<String> row : rows) {
            page.append("<tr><th>").append(Html.escape(row.get(0))).append("</th><td>").append(Html.escape(row.get(1)))
                .append("</td></tr>\n");
        }
        page.append("</tbody>\n</table>\n");
    }

    /** A figure in a frame of its own. */
    void figure(String name, String value) {
        page.append("<div><span>").append(Html.escape(name)).append("</span><strong>").append(Html.escape(value))
            .append("</strong></div>\n");
    }

    /** A table whose first column has the rows' names. */
    void table(String cssClass, List<String> titles, List<List<String>> rows) {
        page.append("<div class=\"wide\"><table class=\"").append(cssClass).append("\">\n<thead><tr>");
        titles.forEach(title -> page.append("<th>").append(Html.escape(title)).append("</th>"));
        page.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            page.append("<tr><th>").append(Html.escape(row.get(0))).append("</th>");
            row.stream().skip(1).forEach(cell -> page.append("<td>").append(Html.escape(cell)).append("</td>"));
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table></div>\n");
    }

    /** The whole page. */
    String end() {
        return page + "</main>\n</body>\n</html>\n";
    }
}
