/**
 * An explicit-state checker of the migration protocol: it goes through every interleaving of three accessors and a migrator
 * that moves pages twice, breadth first, and checks every state. Entries, the transitions of {@code Protocol} and the page
 * objects that a fold changes are the real ones. The steps between are written a second time, after {@code Translator} and
 * {@code Migrator}, because a checker must stop between any two of them.
 *
 * <h2>Words</h2>
 * <dl>
 * <dt>scene</dt><dd>which pages move, how, and which accesses the accessors' sections make</dd>
 * <dt>combination</dt><dd>what accessors do at a migration entry, and how readers behave</dd>
 * <dt>state</dt><dd>all that steps read and change, in four words</dd>
 * <dt>move</dt><dd>one step of one accessor or of the migrator: at most one access to what others can change</dd>
 * <dt>mutation</dt><dd>a bug that the checker must find: a test that cannot fail proves nothing</dd>
 * <dt>slot</dt><dd>a frame has two. A page has one allocated slot, whose contents are a number; each write adds one, so that a
 *     lost write is a number too low</dd>
 * </dl>
 *
 * <h2>Who does what</h2>
 * <pre>
 *   Explorer --&gt; Model --&gt; AccessorSteps, MigratorSteps --&gt; Protocol (real) over Entries: a real PageTable
 *      |           |                     \----------------&gt; Folds: real Page objects
 *   StateSet    State: AccessorState x 3, MigratorState, contents, frames; Packing gives it its four words
 * </pre>
 * Before a step the words of the state are put into the page table, and read back after it. Addresses are real numbers in
 * entries and slots, but there is no memory behind them.
 *
 * <h2>WAIT</h2>
 * The library has no {@code OnMigration.WAIT} yet. The model has it as the design describes it: an accessor that meets MIGRATING
 * is registered as a waiter, looks again, and parks; the migrator unparks all that are registered after each end of a copy,
 * whether it committed or was cancelled. It may hold pins while it waits, also on pages of the same batch: the migrator does
 * not wait for pins. A change of policy from section to section is in it too, as MIXED.
 *
 * <h2>Sealed pages</h2>
 * A scene of its own: the migrator looks at the entry, copies, and replaces, and a write is a step that is refused. Entries have
 * no other state than PRESENT, so an isolate or a migration entry would be an illegal transition.
 *
 * <h2>What is left out, and why that is enough</h2>
 * <ul>
 * <li>Entering a section is one step with its first load, and leaving it with its last unpin or access. A section that makes no
 *     step can only hold up grace periods; whatever others do meanwhile, they can do also if it enters later or leaves earlier.
 *     A section that waits inside a grace period does so at its second access.
 * <li>A frame is free as soon as its grace period is over. Whoever frees it later does less harm.
 * <li>Touching the target and {@code prepareFold} are one step with begin: nobody sees them before commit.
 * <li>{@code slotsOfVersion} is one step. Between its two reads a page may move on; then it finds nothing, as it does when the
 *     page has moved on before.
 * <li>Accessors that do the same are interchangeable: states that differ by their order only are one state. Traces keep the
 *     numbers apart.
 * <li>With one page, only differences between numbers of writes count.
 * </ul>
 *
 * <h2>What is not covered</h2>
 * Memory order: all steps are sequentially consistent; litmus and stress tests are for that. How grace periods are made: that is
 * {@code rcu}'s own torture. Allocation, free and owners of pages; pins beyond sections ({@code Protocol.hold}); copies that take
 * more than one step; more than two pages, three accessors, two batches.
 */
package org.pagurus.relocation.model;
