/**
 * {@code ./pagurus explain deadlock}: runs each scenario of {@code org.pagurus.relocation.explain} in a JVM of its own, and tells
 * what happened.
 *
 * <pre>
 *   {@link org.pagurus.bench.explain.ScenarioFork}  starts a JVM ({@code Child}) for a scenario, and reads its result
 *   {@link org.pagurus.bench.explain.Excerpt}       the part of a round that shows how a reader met a migration entry
 *   {@link org.pagurus.bench.explain.Story}         that part, the stall report and the summary, as text
 *   {@link org.pagurus.bench.explain.ExplainJson}   all of it for programs
 * </pre>
 *
 * <p>The drawing is {@link org.pagurus.bench.report.DeadlockReport}.
 */
package org.pagurus.bench.explain;
