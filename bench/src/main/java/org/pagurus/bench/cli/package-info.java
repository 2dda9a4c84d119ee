/**
 * The command line: {@code pagurus demo}, {@code pagurus torture rcu}, {@code pagurus bench micro},
 * {@code pagurus bench defrag}, {@code pagurus help}.
 *
 * <p>Exit codes: 0 all is right, 1 the run failed or found something wrong, 2 the arguments or the environment do not allow it. A
 * message of the last sort is one line on the error stream.
 */
package org.pagurus.bench.cli;
