package org.pagurus.relocation.internal.migration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.frames.Frames;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.allocator.internal.pages.Slots;
import org.pagurus.relocation.internal.space.Space;

/**
 * Walks the whole heap and says what is broken: entries against pages, slots against counts, runs against
 * frames (I7), live bytes against the sessions' counters. For a heap at rest: no batch under way, no session allocating or
 * freeing.
 */
public final class HeapVerifier {
    private final Space space;
    private final List<String> problems = new ArrayList<>();
    private final Map<Run, List<Page>> pagesByRun = new IdentityHashMap<>();
    private long liveBytes;

    private HeapVerifier(Space space) {
        this.space = space;
    }

    /**
     * Verifies a heap.
     *
     * @param countedLiveBytes what the sessions counted: allocated less freed
     * @return one line for each problem; empty if all is right
     */
    public static List<String> verify(Space space, long countedLiveBytes) {
        HeapVerifier verifier = new HeapVerifier(space);
        verifier.checkPages();
        verifier.pagesByRun.forEach(verifier::checkRun);
        verifier.checkFrames();
        verifier.checkPins();
        if (space.protocol().cards().size() != 0) {
            verifier.problem(space.protocol().cards().size() + " pages have dirty cards in a heap at rest");
        }
        if (verifier.liveBytes != countedLiveBytes) {
            verifier.problem("live bytes: pages hold " + verifier.liveBytes + ", sessions counted " + countedLiveBytes);
        }
        return verifier.problems;
    }

    private void problem(String text) {
        problems.add(text);
    }

    private void checkPages() {
        int end = space.pages().end();
        for (int id = 1; id < end; id++) {
            Page page = space.pages().get(id);
            long entry = space.table().entryAcquire(id);
            if (page == null) {
                if (!Entry.isAbsent(entry)) {
                    problem("page=" + id + " is gone but mapped: " + Entry.toString(entry));
                }
            } else {
                checkPage(page, entry);
                liveBytes += (long) page.liveCount() * page.slotBytes();
                pagesByRun.computeIfAbsent(page.run(), run -> new ArrayList<>()).add(page);
            }
        }
    }

    private void checkPage(Page page, long entry) {
        String name = "page=" + page.id() + " " + Entry.toString(entry);
        if (Entry.isAbsent(entry) || Entry.state(entry) != Entry.PRESENT || Entry.sizeClass(entry) != page.sizeClass()) {
            problem(name + ": not PRESENT in class " + page.sizeClass());
        } else if (Entry.isFolded(entry)) {
            if (Entry.foldVersion(entry) != page.slots().version()) {
                problem(name + ": its slots have version " + page.slots().version());
            }
        } else if (page.isFolded() || Entry.address(entry) != page.run().address()) {
            problem(name + ": run is at 0x" + Long.toHexString(page.run().address()));
        }
        if (Entry.isSealed(entry) != page.run().isSealed()) {
            problem(name + ": its run is " + page.run().type());
        }
        if (page.run().isSealed() && page.owner() > 0) {
            problem(name + ": session " + page.owner() + " owns a sealed page");
        }
        String inconsistency = page.inconsistency();
        if (inconsistency != null) {
            problem(name + ": " + inconsistency);
        }
        if (page.owner() == Page.COMPACTING || page.owner() == Page.DEAD) {
            problem(name + ": owner=" + page.owner() + " in a heap at rest");
        }
        if ((page.owner() == Page.COLLECTING) != (page.snapshot() != null)) {
            problem(name + ": owner=" + page.owner() + " with snapshot=" + (page.snapshot() != null));
        }
    }

    /** Every pinned object is allocated, its page is counted and held; one that was freed is no longer counted as live. */
    private void checkPins() {
        Map<Page, Integer> pinned = new IdentityHashMap<>();
        space.pins().forEach((pointer, pin) -> {
            Page page = space.pages().get(Pointer.pageId(pointer));
            int slot = page == null ? -1 : SizeClasses.slotOf(page.sizeClass(), Pointer.offset(pointer));
            if (page == null || !page.isAllocated(slot)) {
                problem("pinned object " + Pointer.toString(pointer) + " is not allocated");
                return;
            }
            pinned.merge(page, 1, Integer::sum);
            liveBytes -= pin.freed() ? page.slotBytes() : 0;
        });
        for (List<Page> pages : pagesByRun.values()) {
            for (Page page : pages) {
                int objects = pinned.getOrDefault(page, 0);
                long entry = space.table().entryAcquire(page.id());
                if (page.pinnedCount() != objects || Entry.pins(entry) < objects) {
                    problem("page=" + page.id() + " " + Entry.toString(entry) + ": " + objects + " objects are pinned, counted "
                        + page.pinnedCount());
                }
            }
        }
    }

    /** The pages of a run lie in it, one behind the other. */
    private void checkRun(Run run, List<Page> pages) {
        String name = "run 0x" + Long.toHexString(run.address());
        if (pages.size() != run.pages().length || !pages.containsAll(Arrays.asList(run.pages()))) {
            problem(name + ": knows " + run.pages().length + " pages, " + pages.size() + " live in it");
        }
        List<long[]> intervals = new ArrayList<>();
        for (Page page : pages) {
            Slots slots = page.slots();
            if (slots.isFolded()) {
                long length = (long) slots.count() * SizeClasses.slotBytes(page.sizeClass());
                intervals.add(new long[] {slots.base(), slots.base() + length});
            } else if (pages.size() > 1) {
                problem(name + ": shared by an unfolded page=" + page.id());
            }
        }
        intervals.sort((a, b) -> Long.compare(a[0], b[0]));
        long end = run.address();
        for (long[] interval : intervals) {
            if (interval[0] < end || interval[1] > run.address() + run.usedBytes()) {
                problem(name + ": folded slots overlap or leave the run");
            }
            end = interval[1];
        }
    }

    /** The mapping of a huge object is there, and counted as its run says. */
    private void checkHuge(Run run) {
        String name = "huge run 0x" + Long.toHexString(run.address());
        if (space.huge().usedBytesAt(run.address()) != run.usedBytes()) {
            problem(name + ": has " + run.usedBytes() + " bytes, its mapping " + space.huge().usedBytesAt(run.address()));
        }
        if (run.usedBytes() > SizeClasses.limit(run.sizeClass()) || run.frames() != FrameLayout.framesFor(run.usedBytes())) {
            problem(name + ": " + run.usedBytes() + " bytes in " + run.frames() + " frames' worth, its class has "
                + SizeClasses.limit(run.sizeClass()));
        }
    }

    /** I7: every frame is free, in one run, lent to a huge object, or waiting for a grace period. */
    private void checkFrames() {
        Frames frames = space.frames();
        long[] free = frames.freeBitmaps();
        long[] clean = frames.cleanBitmaps();
        long[] used = new long[free.length];
        int usedFrames = 0;
        long usedBytes = 0;
        int hugeFrames = 0;
        for (Run run : pagesByRun.keySet()) {
            usedFrames += run.frames();
            usedBytes += run.usedBytes();
            if (SizeClasses.isHuge(run.sizeClass())) {
                hugeFrames += run.frames();
                checkHuge(run);
                continue;
            }
            int region = frames.regionOf(run.address());
            long mask = FrameLayout.mask(frames.frameOf(run.address()), run.frames());
            if (((used[region] | free[region]) & mask) != 0) {
                problem("run 0x" + Long.toHexString(run.address()) + ": its frames are free or in two runs");
            }
            used[region] |= mask;
        }
        if (frames.lentFrames() < hugeFrames || frames.lentFrames() > hugeFrames + space.waitingFrames()) {
            problem("huge objects hold " + hugeFrames + " frames' worth and " + space.waitingFrames() + " frames wait, but "
                + frames.lentFrames() + " are lent");
        }
        for (int region = 0; region < free.length; region++) {
            if ((clean[region] & ~free[region]) != 0) {
                problem("region " + region + ": frames with the OS that are not free");
            }
        }
        if (usedBytes != space.usedBytes()) {
            problem("used bytes: runs have " + usedBytes + ", counted " + space.usedBytes());
        }
        long total = (long) free.length * FrameLayout.FRAMES_PER_REGION;
        if (frames.freeFrames() + usedFrames + space.waitingFrames() != total) {
            problem("frames: free " + frames.freeFrames() + " + in use " + usedFrames + " + waiting " + space.waitingFrames()
                + " is not " + total);
        }
    }
}
