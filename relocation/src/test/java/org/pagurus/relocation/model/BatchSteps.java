package org.pagurus.relocation.model;

/** The migrator's steps before the first begin of a batch and after its last commit: what is taken, and what is given up. */
abstract class BatchSteps extends Steps {
    final MigratorState m;

    BatchSteps(State state, Entries entries, Folds folds, Scene scene, Combination combination, Mutation mutation) {
        super(state, entries, folds, scene, combination, mutation);
        this.m = state.migrator;
    }

    final void go(int at, String what) {
        m.at = at;
        say(what);
    }

    final boolean takeRun() {
        int frame = 0;
        while (frame < scene.frames() && state.inUse[frame] == 1) {
            frame++;
        }
        if (frame == scene.frames()) {
            return false;
        }
        state.inUse[frame] = 1;
        m.target = frame;
        if (scene.isSealed()) {
            m.unmoved = (1 << scene.pages()) - 1;
        }
        go(scene.isSealed() ? MigratorState.BEGIN : MigratorState.ISOLATE, "takes a frame");
        return true;
    }

    final void isolate() {
        int page = m.page++;
        boolean last = m.page == scene.pages();
        boolean isolated = protocol.isolate(page);
        if (page == 0 && mutation == Mutation.GRACE_PERIOD_BEFORE_LAST_ISOLATE) {
            m.grace = state.sections();
        }
        m.unmoved |= isolated ? 1 << page : 0;
        say(isolated ? "isolates %s" : "leaves out %s, which is pinned", page);
        if (last) {
            m.page = 0;
            m.at = MigratorState.START_GRACE_PERIOD;
            if (m.unmoved == 0) {
                m.grace = 0;
                endBatch();
            }
        }
    }

    final boolean livesIn(int frame) {
        boolean lives = false;
        for (int page = 0; page < scene.pages(); page++) {
            lives |= state.runs[page] == frame;
        }
        return lives;
    }

    final void finish() {
        m.round = 0;
        if (m.unmoved != 0) {
            int page = Integer.numberOfTrailingZeros(m.unmoved);
            protocol.putBack(page);
            m.unmoved &= m.unmoved - 1;
            say("puts back %s", page);
        } else if (m.left != 0) {
            giveUp(Integer.numberOfTrailingZeros(m.left));
            m.left &= m.left - 1;
        }
        if (m.unmoved == 0 && m.left == 0) {
            endBatch();
        }
    }

    private void endBatch() {
        if (!livesIn(m.target)) {
            state.free(m.target);
        }
        m.target = 0;
        m.cursor = 0;
        m.batch++;
        boolean all = m.batch == scene.batches();
        m.batch = all ? 0 : m.batch;
        m.at = all ? MigratorState.ENDED : MigratorState.TAKE_RUN;
    }

    private void giveUp(int frame) {
        say("gives up a frame");
        if (combination.exclusive() && !scene.isSealed() || mutation == Mutation.EARLY_RECYCLING
            || mutation == Mutation.EARLY_RECYCLING_OF_SEALED) {
            state.free(frame);
        } else {
            state.retire(frame);
        }
    }
}
