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
            case 4, 5 -> forced.isolateRecklessly(List.of(this::anyPage));
            case 6, 7 -> forced.isolateRecklessly(List.of(this::anyLargePage));
            case 8, 9, 10, 11 -> forced.isolateRecklessly(List.of(this::anyPage, this::hintedPage, this::hintedPage));
            case 12, 13, 14, 15, 16, 17, 18, 19 -> forced.isolateRecklessly(List.of(this::hintedPage));
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

    /** Where somebody uses an address at this moment, perhaps. */
    private Page hintedPage() {
        return inside.pageOf(stage.hinted());
    }

    private void seldom() {
        switch (random.nextInt(16)) {
            case 0 -> inside.makeRoom(1 + random.nextInt(FRAMES_PER_REGION), SHORT_NANOS);
            case 1 -> inside.heap().compactor().compactNow(SHORT_NANOS);
            default -> inside.takeOverDeadSessions();
        }
    }
}
