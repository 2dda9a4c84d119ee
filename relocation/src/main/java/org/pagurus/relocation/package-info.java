/**
 * Off-heap memory whose pages move while they are in use.
 *
 * <p>A {@link org.pagurus.relocation.Heap} hands out pointers; a {@link org.pagurus.relocation.Session}, one for each thread,
 * allocates, frees and accesses; a {@link org.pagurus.relocation.Compactor} moves sparse pages together meanwhile and gives
 * memory back to the OS. Pointers never change. Unless it was told to, no accessor ever waits for a move.
 *
 * <pre>
 *   threads:   application (a Session each)          compactor (an Agrona Agent)
 *                   |                                     |
 *                   v                                     v
 *              Translator -- CAS on one entry word -- Migrator, Planner          internal.access, internal.migration
 *                   \                                   /
 *                    pages, frames, grace periods                                 internal.space, internal.protocol
 * </pre>
 *
 * <h2>Rules</h2>
 * <ul>
 *   <li>Memory is accessed inside a section: {@code enter}, accesses, {@code exit}. While it lasts, freed memory and old frames
 *       wait. A strict section must not block (it is a classic RCU read-side critical section); a sleepable one may, {@link
 *       org.pagurus.relocation.Session#enterSleepable}, and then they wait for as long as it sleeps.</li>
 *   <li>What an accessor does that meets a page in the middle of its copy is a policy of the heap or of the section: {@link
 *       org.pagurus.relocation.OnMigration}.</li>
 *   <li>A pointer may be used in a section that found it where the application publishes it. Unlink it first, then
 *       {@code free} it: sections that already hold it keep reading good bytes until they end.</li>
 *   <li>A pointer that was never published may be freed with {@code freeNow}.</li>
 *   <li>What never changes once it is published is best allocated sealed, {@link
 *       org.pagurus.relocation.Session#allocateSealed(byte[], int, int)}: its page moves without a migration entry. To change it,
 *       publish another object.</li>
 *   <li>Raw addresses and views die with their section. An address that native code needs longer is pinned, and unpinned.</li>
 * </ul>
 *
 * <h2>Memory order</h2>
 * Plain accessors order nothing, {@code Acquire}, {@code Release} and {@code Volatile} ones mean what they mean in {@link
 * java.lang.invoke.VarHandle}. Moving a page keeps all of it: a single access through the session is linearizable, because no
 * write reaches the old frame after the copy has begun, and whoever sees the new place sees the copied bytes.
 *
 * <p>Sources: P. McKenney's RCU (grace periods), the kernel's page migration (isolate, migration entry, put back), Mesh and
 * the log-structured-memory study (folding instead of handles).
 */
package org.pagurus.relocation;
