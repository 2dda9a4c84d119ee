package org.pagurus.relocation.internal.migration;

import org.pagurus.allocator.internal.pages.Page;

/**
 * A page that the migrator has taken.
 *
 * @param owner who had it before: above 0 a session, which may still be in a step that found itself to be the owner
 */
record TakenPage(Page page, int owner) {
}
