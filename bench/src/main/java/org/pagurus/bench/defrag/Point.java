package org.pagurus.bench.defrag;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What was live and held at a moment; in JSON an array of the numbers, in this order.
 *
 * @param nanos         since the workload began
 * @param operations    allocations and frees since then
 * @param liveBytes     what the workload asked for and has not freed
 * @param residentBytes of the allocator, from the kernel
 * @param totalBytes    resident and metadata
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"nanos", "operations", "liveBytes", "residentBytes", "totalBytes"})
public record Point(long nanos, long operations, long liveBytes, long residentBytes, long totalBytes) {
}
