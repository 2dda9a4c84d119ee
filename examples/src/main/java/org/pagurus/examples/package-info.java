/**
 * Small programs on top of the public API. {@link org.pagurus.examples.QuickStart} is the example of the README;
 * {@link org.pagurus.examples.cache.OffHeapCache} is a cache whose values live off-heap.
 */
package org.pagurus.examples;
