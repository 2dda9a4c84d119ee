/**
 * The deadlock with which the exchange of January 2025 begins, and its cures, all under the same load: {@code ./pagurus explain
 * deadlock}.
 *
 * <pre>
 *   {@link Scene}             builds a heap, starts the threads, watches them, collects what happened
 *     {@link SceneMigrator}   moves all pages, round after round
 *     {@link SceneReader}     reads and checks words of all pages, in sections
 *     {@link SceneProtocol}   the shipped protocol, traced; by {@link Scenario} with one or both of the seed's mistakes
 *     {@link Recorder}        what happened in the first round in which a reader met a migration entry
 *   {@link SceneResult}       what a run gave, and what of it was not as expected
 * </pre>
 *
 * <p>The two mistakes are a grace period between begin and commit, and a reader that spins in a strict section until a migration
 * entry is gone. They are here, among the tests, and never in the library. Neither is fatal alone: see {@link Scenario}.
 */
package org.pagurus.relocation.explain;
