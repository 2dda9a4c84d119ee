/**
 * The demo's result as one HTML page without any outside reference: a chart, drawings of the regions, and the table. Drawings
 * are SVG written by hand, so that no fonts and no graphics of the JVM are needed; colours are CSS variables, for light, dark
 * and paper.
 */
package org.pagurus.bench.report;
