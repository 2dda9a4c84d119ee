package org.pagurus.bench.demo;

import org.pagurus.relocation.RegionMap;

/**
 * The end of a half, without a writer: what the result compares.
 *
 * @param sample    the figures
 * @param map       how full the frames are
 * @param latencies of all reads of the half
 */
public record Snapshot(Sample sample, RegionMap map, Latencies latencies) {
}
