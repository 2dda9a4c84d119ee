package org.pagurus.relocation.model;

import java.util.Arrays;
import org.pagurus.allocator.internal.pages.Entry;

/** One scene with accessors of one combination, and a bug or none: its states, its moves, and what must hold. */
final class Model implements AutoCloseable {
    private static final int CHOICES = 4;
    private static final int MIGRATOR = State.ACCESSORS * CHOICES;
    /** Moves of accessors, by number and choice, and of the migrator. */
    static final int MOVES = MIGRATOR + 1;

    private final State state = new State();
    private final Packing packing = new Packing();
    private final Entries entries;
    private final Folds folds = new Folds();
    private final AccessorSteps accessors;
    private final MigratorSteps migrator;
    private final Scene scene;
    /** For each accessor the first that is like it. */
    private final int[] alike = new int[State.ACCESSORS];

    Model(Scene scene, Combination combination, Mutation mutation) {
        this.scene = scene;
        this.entries = new Entries(scene.isSealed());
        for (int i = 0; i < State.ACCESSORS; i++) {
            while (!scene.areAlike(alike[i], i) || combination.waits(alike[i]) != combination.waits(i)) {
                alike[i]++;
            }
        }
        this.accessors = new AccessorSteps(state, entries, folds, scene, combination, mutation);
        this.migrator = new MigratorSteps(state, entries, folds, scene, combination, mutation);
        for (int page = 0; page < State.PAGES; page++) {
            state.folds[page] = folds.unfolded(page);
        }
        Arrays.fill(state.memory, State.POISON);
        for (int page = 0; page < scene.pages(); page++) {
            state.entries[page] = entries.code(entries.mark(Entry.present(Entries.SIZE_CLASS, Entries.address(page))));
            state.inUse[page] = 1;
            state.runs[page] = page;
            state.memory[page * State.SLOTS + page] = 0;
        }
    }

    void load(long[] words) {
        packing.read(words);
        state.transfer(packing);
    }

    /**
     * Makes states equal that differ in nothing that matters: which of the accessors that are alike does what, and how many
     * writes there were altogether. Afterwards the numbers of accessors do not mean the same ones as before.
     */
    void reduce() {
        sort(0, 1);
        sort(1, 2);
        sort(0, 1);
        if (scene.pages() == 1) {
            state.countWritesFromTheOldest();
        }
    }

    private void sort(int one, int other) {
        if (alike[one] == alike[other] && state.accessors[one].key() > state.accessors[other].key()) {
            state.exchange(one, other);
        }
    }

    void store(long[] words) {
        packing.write(words);
        state.transfer(packing);
    }

    /** Makes a move. @return false if it cannot be made now; then nothing has changed */
    boolean step(int move) {
        entries.toTable(state);
        boolean stepped = move == MIGRATOR ? migrator.step() : accessors.step(move / CHOICES, move % CHOICES);
        if (stepped) {
            entries.fromTable(state);
        }
        return stepped;
    }

    /** What a move was, in words, after it was made. */
    String told(int move) {
        StringBuilder text = new StringBuilder();
        if (move == MIGRATOR) {
            text.append("migrator ").append(migrator.said());
        } else {
            text.append("accessor ").append(move / CHOICES + 1).append(' ').append(accessors.said());
        }
        text.append("   [");
        for (int page = 0; page < scene.pages(); page++) {
            text.append(page == 0 ? "" : ", ").append(Steps.name(page)).append(' ')
                .append(Entry.toString(entries.word(state.entries[page])));
        }
        return text.append(']').toString();
    }

    static boolean isMigrators(int move) {
        return move == MIGRATOR;
    }

    /** Whether a page is in MIGRATING. */
    boolean isMigrating() {
        boolean migrating = false;
        for (int page = 0; page < scene.pages(); page++) {
            migrating |= Entry.state(entries.word(state.entries[page])) == Entry.MIGRATING;
        }
        return migrating;
    }

    boolean hasEnded() {
        boolean ended = state.migrator.at == MigratorState.ENDED;
        for (AccessorState accessor : state.accessors) {
            ended &= accessor.at == AccessorState.ENDED;
        }
        return ended;
    }

    /** Checks what must hold in every state. */
    void check() {
        boolean ended = hasEnded();
        int inUse = 0;
        for (int page = 0; page < scene.pages(); page++) {
            long entry = entries.word(state.entries[page]);
            int slot = migrator.slotOf(page, entry);
            Property broken = slot < 0 ? Property.LEGAL_TRANSITIONS
                : state.inUse[slot / State.SLOTS] == 0 ? Property.USE_AFTER_FREE
                : state.memory[slot] != state.writes[page] ? Property.NO_UPDATE_LOST
                : ended && (Entry.state(entry) != Entry.PRESENT || Entry.pins(entry) != 0) ? Property.TIDY_END : null;
            if (broken != null) {
                throw new Violation(broken, Steps.name(page) + " is " + Entry.toString(entry) + "; there were "
                    + state.writes[page] + " writes, and its slot holds " + (slot < 0 ? "nothing" : state.memory[slot]));
            }
            inUse |= 1 << slot / State.SLOTS;
        }
        for (int frame = 0; ended && frame < State.FRAMES; frame++) {
            if (state.inUse[frame] != (inUse >>> frame & 1)) {
                throw new Violation(Property.TIDY_END, "frame " + (frame + 1) + " is in use without a page");
            }
        }
    }

    @Override
    public void close() {
        entries.close();
    }
}
