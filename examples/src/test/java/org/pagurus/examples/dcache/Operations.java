package org.pagurus.examples.dcache;

import java.nio.file.FileSystemException;
import java.util.SplittableRandom;

/** Random operations on a tree of few names, so that they meet; each is done in the model and in the cache, and compared. */
final class Operations {
    private static final String[] NAMES = {"a", "b", "c", "a-name-that-is-longer-than-eight-bytes", "\u00e9"};
    private static final int MAX_DEPTH = 4;

    private final SplittableRandom random;
    private final int names;
    private final int depth;

    Operations(long seed) {
        this(seed, NAMES.length, MAX_DEPTH);
    }

    /** The fewer names, and the less deep, the more often two operations mean the same. */
    Operations(long seed, int names, int depth) {
        this.random = new SplittableRandom(seed);
        this.names = names;
        this.depth = depth;
    }

    /** One change: what it does to the model and to the cache. */
    record Operation(String text, Step model, Step cache) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** Gives the new inode, or 0. */
    @FunctionalInterface
    interface Step {
        long run() throws FileSystemException;
    }

    String path() {
        StringBuilder path = new StringBuilder();
        for (int i = 1 + random.nextInt(depth); i > 0; i--) {
            path.append('/').append(NAMES[random.nextInt(names)]);
        }
        return path.toString();
    }

    Operation next(ModelTree model, Dcache cache) {
        String path = path();
        PathName name = PathName.of(path);
        int choice = random.nextInt(12);
        if (choice < 3) {
            return new Operation("mkdir " + path, () -> model.add(path, true), () -> cache.mkdir(name));
        }
        if (choice < 6) {
            return new Operation("create " + path, () -> model.add(path, false), () -> cache.create(name));
        }
        if (choice < 8) {
            return new Operation("rmdir " + path, () -> none(() -> model.remove(path, true)),
                () -> none(() -> cache.rmdir(name)));
        }
        if (choice < 9) {
            return new Operation("unlink " + path, () -> none(() -> model.remove(path, false)),
                () -> none(() -> cache.unlink(name)));
        }
        String target = path();
        PathName targetName = PathName.of(target);
        return new Operation("rename " + path + " " + target, () -> none(() -> model.rename(path, target)),
            () -> none(() -> cache.rename(name, targetName)));
    }

    /** A change that makes no inode. */
    @FunctionalInterface
    private interface Change {
        void run() throws FileSystemException;
    }

    private static long none(Change change) throws FileSystemException {
        change.run();
        return 0;
    }

    /** What came of a step, in words: the two sides must agree, on failures too. */
    static String outcome(Step step) {
        try {
            return "inode " + step.run();
        } catch (FileSystemException e) {
            return e.getClass().getSimpleName();
        }
    }
}
