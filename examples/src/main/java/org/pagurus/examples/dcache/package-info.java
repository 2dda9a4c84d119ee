/**
 * A dentry cache in the manner of the Linux kernel's, whose dentries lie in pages that move: objects that point to each other,
 * with locks and counts in them.
 *
 * <p>It is the example of the exchange that Pagurus began with. Karim Manaouil wanted to migrate kernel pages while they are in
 * use, and named fs/dcache.c, where dget_parent() reads a sequence count of a dentry inside an RCU section: what if the
 * dentry's page is on the move just then? The fault handler must not block there, and when it spun, everything stopped. Paul
 * McKenney named ways out. Here the same code runs on pages that move, in two of these ways: {@link
 * org.pagurus.examples.dcache.Variant}.
 *
 * <pre>
 *   hash table                      dentry /a                       dentry /a/f
 *   (a Pagurus object)             +-----------------------+       +-----------------------+
 *   +---------+                    | parent  --&gt; the root   |&lt;------+ parent                |
 *   | bucket  +-------------------&gt;| lockref: count, lock  |       | lockref               |
 *   | bucket  +---------------.    | d_seq, flags, inode   |       | d_seq, flags, inode   |
 *   |   ...   |               |    | next in chain         |   .--&gt;| next in chain         |
 *   +---------+               |    | first child  -------------|--&gt;| siblings              |
 *                             |    | name "a" and its hash |   |   | name "f" and its hash |
 *                             |    +-----------------------+   |   +-----------------------+
 *                             `--------------------------------'
 *   every arrow is a Pagurus pointer, which stays when the page at its head, or at its foot, moves
 * </pre>
 *
 * <h2>The kernel's names</h2>
 * <pre>
 *   rcu_read_lock, rcu_read_unlock     Core.enter, enterForHeld (by Variant); Session.exit
 *   call_rcu(__d_free)                 Parts.free: Session.free, which takes effect after a grace period
 *   d_lock, lockref                    DentryLock, LockRef
 *   d_seq, seqcount                    SeqCount
 *   rename_lock                        RenameLock
 *   i_rwsem, s_vfs_rename_mutex        the lock in Updates
 *   __d_lookup_rcu, legitimize_path    RcuWalk
 *   d_lookup, __d_lookup               RefWalk
 *   dget, dput, dget_parent            References
 *   d_add, d_instantiate, d_delete     Tree.attach, instantiate, delete
 *   __d_drop, d_move, d_ancestor       Tree.dropLocked, move, isAncestor
 *   shrink_dcache_parent, d_path       Tree.prune, PathBuilder
 * </pre>
 *
 * <h2>Life of a dentry</h2>
 * <pre>
 *                     rmdir, unlink: nobody else holds it
 *   attach --&gt; positive -----------------------------------&gt; negative
 *                |  ^                                          |   |
 *                |  `------ mkdir, create: instantiate --------'   | prune, rename onto it
 *                |                                                 v
 *                `--- rmdir, unlink, rename onto it: held ---&gt; unhashed --- last dput --&gt; dead, freed
 *
 *   count of a positive dentry = 1 + children + holders;   of a negative one = holders;   of an unhashed one = children + holders
 * </pre>
 *
 * <h2>What holds while pages move</h2>
 * <ul>
 *   <li>A sequence count is read, checked and written through the page table each time. A move changes neither contents nor the
 *       order of writes, so a walk that began in the old frame is checked in the new one: moves alone do not disturb it.</li>
 *   <li>d_lock is a bit in memory that moves. Its holder may leave its section: the pointer stays, and so does the lock. Waiters
 *       are found by the pointer. But who holds it waits for no grace period and allocates nothing, since others wait for it in
 *       sections.</li>
 *   <li>The hash of a child is salted with its parent's pointer, as the kernel's is with the address.</li>
 *   <li>A dentry that was removed is read until the section ends in which it was found, so d_seq and the dead mark tell; memory
 *       that was used again would tell nothing.</li>
 * </ul>
 *
 * <h2>What a walk guarantees</h2>
 * As in the kernel: each step sees the name in the directory at one moment, no step sees an earlier moment than the step
 * before, and a dentry that is returned was at its place while its reference was held already. The whole walk is not atomic.
 * {@code pathOf} is, because rename_lock tells it of renames; {@code dgetParent} gives the parent at one moment.
 *
 * <p>What is left out: there is no file system behind the cache, so it is all there is, as in tmpfs; no mounts, links or
 * permissions, no . and .., and no shrinker that runs by itself.
 */
package org.pagurus.examples.dcache;
