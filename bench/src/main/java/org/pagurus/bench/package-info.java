/**
 * The command line of Pagurus: {@code cli} reads the arguments and calls {@code demo}, {@code jmh} and {@code report}.
 */
package org.pagurus.bench;
