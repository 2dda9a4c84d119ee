package org.pagurus.examples.dcache;

/**
 * One dentry, in a slot of a Pagurus heap. The pointers are Pagurus pointers: they stay when the pages of either end move.
 *
 * <pre>
 *   0  parent             the root's is its own
 *   8  lockref            count, lock and dead mark: {@link LockRef}
 *  16  sequence   (int)   odd while name, parent or inode are changed: {@link SeqCount}
 *  20  flags      (int)
 *  24  inode              its number; 0 while the dentry is negative
 *  32  next in chain      of the hash table's bucket
 *  40  first child
 *  48  next sibling
 *  56  previous sibling
 *  64  name hash  (int)
 *  68  name bytes (int)   how many
 *  72  name               in UTF-8, zeros behind it
 * 128
 * </pre>
 */
final class DentryLayout {
    static final int PARENT_OFFSET = 0;
    static final int LOCKREF_OFFSET = 8;
    static final int SEQUENCE_OFFSET = 16;
    static final int FLAGS_OFFSET = 20;
    static final int INODE_OFFSET = 24;
    static final int NEXT_IN_CHAIN_OFFSET = 32;
    static final int FIRST_CHILD_OFFSET = 40;
    static final int NEXT_SIBLING_OFFSET = 48;
    static final int PREVIOUS_SIBLING_OFFSET = 56;
    static final int NAME_HASH_OFFSET = 64;
    static final int NAME_BYTES_OFFSET = 68;
    static final int NAME_OFFSET = 72;
    static final int NAME_LENGTH = 56;
    static final int LENGTH = NAME_OFFSET + NAME_LENGTH;

    /** The inode is a directory. */
    static final int DIRECTORY = 1;
    /** There is no inode: the dentry says that nothing has this name. */
    static final int NEGATIVE = 2;
    /** No lookup finds the dentry any more; it lives until its last reference is put. */
    static final int UNHASHED = 4;

    private DentryLayout() {
    }
}
