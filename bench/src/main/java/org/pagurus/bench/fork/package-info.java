/** Another JVM that runs a program of this one's class path and says what it measured as lines of JSON. */
package org.pagurus.bench.fork;
