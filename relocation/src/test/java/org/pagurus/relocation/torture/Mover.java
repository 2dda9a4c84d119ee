package org.pagurus.relocation.torture;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.relocation.ForcedMoves;
import org.pagurus.relocation.HeapInside;

/** Moves, folds and evacuates pages without a pause, whether that is worth it or not. */
final class Mover implements Runnable {
    private static final int FRAMES_PER_REGION = 64;
    private static final long PATIENCE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Stage stage;
    private final HeapInside inside;
    private final Random random;
    private final ForcedMoves forced;

    Mover(Stage stage, long seed) {
        this.stage = stage;
        this.inside = stage.inside();
        this.random = new Random(seed);
        this.forced = inside.forcedMoves(random);
    }

    /** One round. A batch that is under way at its end stays so. */
    @Override
    public void run() {
        try {
            while (!stage.isOver()) {
                act();
            }
        } catch (Throwable e) {
            stage.reportThrown(e);
        }
    }

    private void act() {
        switch (random.nextInt(32)) {
            case 0 -> inside.takePagesAway(random);
            case 1 -> inside.release();
            case 2 -> inside.heap().compactor().doWork();
            case 3 -> seldom();
            case 4 -> forced.isolateRecklessly(List.of(this::anyLargePage, this::anyPage));
            case 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> forced.isolateRecklessly(
                List.of(this::heldPage, this::hotPage, this::anyPage, this::anyPage, this::heldPage));
            case 16, 17, 18, 19, 20, 21, 22, 23, 24, 25 -> forced.isolateRecklessly(
                List.of(this::anyPage, this::newlyHeldPage));
            default -> forced.isolateSome();
        }
        inside.misbehave(random);
        forced.goOn();
        if (random.nextInt(64) == 0) {
            Thread.yield();
        }
    }

    private Page anyPage() {
        return inside.anyPage(random);
    }

    private Page anyLargePage() {
        return stage.sites().anyLargePage(random);
    }

    private Page hotPage() {
        return inside.pageOf(stage.sites().pointer(stage.hotSite()));
    }

    /** Where somebody holds an address at this moment, perhaps. */
    private Page heldPage() {
        long pointer = stage.heldPointer();
        return pointer == 0 ? hotPage() : inside.pageOf(pointer);
    }

    /** The same, in a section that began a moment ago, probably: after the page before was isolated. */
    private Page newlyHeldPage() {
        long before = stage.heldPointer();
        long begin = System.nanoTime();
        while ((stage.heldPointer() == 0 || stage.heldPointer() == before) && System.nanoTime() - begin < PATIENCE_NANOS) {
            Thread.onSpinWait();
        }
        return heldPage();
    }

    private void seldom() {
        switch (random.nextInt(16)) {
            case 0 -> inside.makeRoom(1 + random.nextInt(FRAMES_PER_REGION), SHORT_NANOS);
            case 1 -> inside.heap().compactor().compactNow(SHORT_NANOS);
            default -> inside.takeOverDeadSessions();
        }
    }
}
