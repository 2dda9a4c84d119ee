/**
 * All goals of the project that are figures, in groups: what each group runs is that of the benchmark's own command, with less
 * rounds or shorter ones, so that all of them fit into {@link org.pagurus.bench.suite.Suite#BUDGET_SECONDS}.
 *
 * <pre>
 *   Suite --&gt; GoalGroup --&gt; RcuGoals, AccessGoals, AllocationGoals   a JVM for each benchmark, by JMH
 *                       --&gt; DefragGoals                              a JVM for each workload
 *                       --&gt; OwnJvm                                   a JVM for the group
 * </pre>
 */
package org.pagurus.bench.suite;
