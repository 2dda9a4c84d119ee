package org.pagurus.bench.jmh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The least that a section with a full fence is: a store that tells the world, the fence, and a store that takes it back.
 */
@State(Scope.Thread)
public class Announcement {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Announcement.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused")
    private long state;

    void enter() {
        STATE.setRelease(this, 1L);
        VarHandle.fullFence();
    }

    void exit() {
        STATE.setRelease(this, 0L);
    }
}
