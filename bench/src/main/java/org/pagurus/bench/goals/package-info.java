/**
 * What a figure is held against, and the table {@code goal | measured | held} that commands print and write. A missed goal is
 * reported, never an error.
 */
package org.pagurus.bench.goals;
