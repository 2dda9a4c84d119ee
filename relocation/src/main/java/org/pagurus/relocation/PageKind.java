package org.pagurus.relocation;

/**
 * What an object is going to be used for, so that objects of one kind share pages; as the kernel's migrate types do.
 */
public enum PageKind {
    /** The default: its page may move whenever nothing pins it. */
    MOVABLE,
    /**
     * For objects that will be pinned for long: their pages never move, and are taken from the top of the heap, so that pins do
     * not stand between pages that the compactor moves together. Holes in them are filled by objects of the same kind only.
     */
    UNMOVABLE,
    /**
     * For objects that never change once they are published: {@link Session#allocateSealed(byte[], int, int)} takes their
     * contents. Their pages are copied while they are read, without a migration entry and without a grace period before the copy.
     */
    SEALED
}
