package org.pagurus.allocator.internal.pages;

/** What may be done with a page, and so which objects share it; the kernel's word for it. Its run says it, for all its pages. */
public enum MigrateType {
    /** Written by accessors; moves by way of a migration entry. */
    MOVABLE,
    /** Stays where it is. */
    UNMOVABLE,
    /** Never written after a slot was handed out; moves by a copy and one CAS, see {@link Entry#replace}. */
    SEALED
}
