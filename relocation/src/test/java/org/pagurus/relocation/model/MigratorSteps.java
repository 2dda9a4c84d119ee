package org.pagurus.relocation.model;

import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.relocation.internal.migration.Migrator;

/** The steps of the migrator, after {@link Migrator}: from the grace period to the commit of each page, in rounds. */
final class MigratorSteps extends BatchSteps {
    /** As the migrator's attempts. */
    private static final int MAX_ROUNDS = 3;

    MigratorSteps(State state, Entries entries, Folds folds, Scene scene, Combination combination, Mutation mutation) {
        super(state, entries, folds, scene, combination, mutation);
    }

    /** Makes the next step. @return false if there is none now; then nothing has changed */
    boolean step() {
        say("makes its next step");
        switch (m.at) {
            case MigratorState.TAKE_RUN -> {
                return takeRun();
            }
            case MigratorState.ISOLATE -> isolate();
            case MigratorState.START_GRACE_PERIOD -> {
                m.grace = mutation == Mutation.GRACE_PERIOD_BEFORE_LAST_ISOLATE ? m.grace : state.sections();
                go(MigratorState.AWAIT_GRACE_PERIOD, "starts the grace period");
            }
            case MigratorState.AWAIT_GRACE_PERIOD -> {
                if (!protocol.mayBegin(m.grace == 0)) {
                    return false;
                }
                m.grace = 0;
                m.page = Integer.numberOfTrailingZeros(m.unmoved);
                begin();
            }
            case MigratorState.BEGIN -> begin();
            case MigratorState.START_LATE_GRACE_PERIOD -> {
                m.grace = state.sections();
                go(MigratorState.AWAIT_IN_MIGRATING, "starts another grace period");
            }
            case MigratorState.AWAIT_IN_MIGRATING -> {
                if (m.grace != 0 || mutation == Mutation.WAIT_WITH_PIN_ON_SAME_BATCH && othersArePinned()) {
                    return false;
                }
                go(MigratorState.COPY, "need not wait longer");
            }
            case MigratorState.COPY -> {
                state.memory[targetSlot()] = state.memory[slotOf(m.page, entries.word(m.migrating))];
                go(MigratorState.COMMIT, "copies");
            }
            case MigratorState.COMMIT -> commit();
            case MigratorState.WAKE -> wake();
            case MigratorState.MOVED -> {
                say("notes that %s has moved", m.page);
                moved();
            }
            case MigratorState.FINISH -> finish();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean folding() {
        return scene.folds(m.batch);
    }

    private long targetAddress() {
        return Entries.address(m.target) + (long) m.cursor * Entries.SLOT_BYTES;
    }

    /** Where the page's one slot goes: folded, to the cursor; as it is, to its own number. */
    private int targetSlot() {
        return Entries.slotAt(targetAddress()) + (folding() ? 0 : m.page);
    }

    /** Nobody can see this before commit, so it is one step with begin. */
    private void prepare() {
        if (folding()) {
            state.folds[m.page] = folds.prepare(state.folds[m.page], targetAddress());
        }
        int target = targetSlot();
        for (int page = 0; page < scene.pages(); page++) {
            if (slotOf(page, protocol.entry(page)) == target) {
                throw new Violation(Property.NO_OVERLAP, "the target of " + name(m.page) + " is where " + name(page) + " lives");
            }
        }
        state.memory[target] = State.POISON;
    }

    private void begin() {
        prepare();
        if (scene.isSealed()) {
            // Its one look at the entry, and no change.
            m.migrating = entries.code(protocol.entry(m.page));
            go(MigratorState.COPY, "sees the entry of a sealed page");
            return;
        }
        long migrating = protocol.begin(m.page);
        if (migrating == 0) {
            say("finds %s pinned, or put back", m.page);
            skip();
            return;
        }
        m.migrating = entries.code(migrating);
        m.at = switch (mutation) {
            case GRACE_PERIOD_IN_MIGRATING -> MigratorState.START_LATE_GRACE_PERIOD;
            case WAIT_WITH_PIN_ON_SAME_BATCH -> MigratorState.AWAIT_IN_MIGRATING;
            default -> MigratorState.COPY;
        };
        say("begins %s", m.page);
    }

    private boolean othersArePinned() {
        boolean pinned = false;
        for (int page = 0; page < scene.pages(); page++) {
            pinned |= page != m.page && (m.unmoved & 1 << page) != 0 && Entry.pins(entries.word(state.entries[page])) > 0;
        }
        return pinned;
    }

    private void commit() {
        long target = folding() ? Entry.folded(Entries.SIZE_CLASS, folds.preparedVersion(state.folds[m.page]))
            : Entry.present(Entries.SIZE_CLASS, targetAddress());
        boolean committed = scene.isSealed() ? protocol.replace(m.page, entries.word(m.migrating), entries.mark(target))
            : protocol.commit(m.page, entries.word(m.migrating), target);
        say(committed ? "commits %s" : "finds that an accessor cancelled %s", m.page);
        m.migrating = committed ? m.migrating : 0;
        if (combination.anyWaits() && !scene.isSealed()) {
            m.at = MigratorState.WAKE;
        } else {
            afterCommit();
        }
    }

    /** After each end of a copy, cancelled or not. */
    private void wake() {
        for (AccessorState a : state.accessors) {
            if (a.waitsFor == m.page + 1) {
                a.waitsFor = 0;
                a.permit = 1;
            }
        }
        say("unparks those that wait for %s", m.page);
        afterCommit();
    }

    private void afterCommit() {
        if (m.migrating == 0) {
            skip();
        } else if (folding()) {
            m.at = MigratorState.MOVED;
        } else {
            // Nobody looks into a page that is not folded, so this is one step with commit.
            moved();
        }
    }

    private void moved() {
        state.folds[m.page] = folds.moved(state.folds[m.page]);
        int old = state.runs[m.page];
        state.runs[m.page] = m.target;
        m.migrating = 0;
        m.unmoved &= ~(1 << m.page);
        m.cursor += folding() && mutation != Mutation.OVERLAPPING_PLACES ? 1 : 0;
        m.left |= livesIn(old) ? 0 : 1 << old;
        next();
    }

    private void skip() {
        state.folds[m.page] = folds.forget(state.folds[m.page]);
        next();
    }

    private void next() {
        int rest = m.unmoved >>> m.page + 1 << m.page + 1;
        if (rest == 0) {
            rest = m.unmoved;
            m.round++;
        }
        boolean on = rest != 0 && m.round < MAX_ROUNDS;
        m.page = on ? Integer.numberOfTrailingZeros(rest) : 0;
        m.at = on ? MigratorState.BEGIN : MigratorState.FINISH;
    }
}
