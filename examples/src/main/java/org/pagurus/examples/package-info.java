/**
 * Small programs on top of the public API. {@link org.pagurus.examples.QuickStart} is the example of the README;
 * {@link org.pagurus.examples.cache.OffHeapCache} is a cache whose values live off-heap; {@link
 * org.pagurus.examples.dcache.Dcache} is a tree of objects that point to each other, with locks and counts in them.
 */
package org.pagurus.examples;
