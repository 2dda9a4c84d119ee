package org.pagurus.bench.jmh;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.pagurus.rcu.Fence;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.Reader;

/**
 * A registered reader for each thread of a benchmark, of each kind. The threads share one domain: it is static, and every
 * benchmark has a JVM of its own. Readers live for one iteration, as a reader belongs to the thread that runs it.
 */
public final class RcuReaders {
    private RcuReaders() {
    }

    /** No fence as it enters. */
    @State(Scope.Thread)
    public static class Asymmetric {
        private static final RcuDomain DOMAIN = RcuDomain.builder().fence(Fence.ASYMMETRIC).strict();

        Reader reader;

        @Setup(Level.Iteration)
        public void register() {
            reader = DOMAIN.register();
        }

        @TearDown(Level.Iteration)
        public void close() {
            reader.close();
        }
    }

    /** A full fence as it enters. */
    @State(Scope.Thread)
    public static class Full {
        private static final RcuDomain DOMAIN = RcuDomain.builder().fence(Fence.FULL).strict();

        Reader reader;

        @Setup(Level.Iteration)
        public void register() {
            reader = DOMAIN.register();
        }

        @TearDown(Level.Iteration)
        public void close() {
            reader.close();
        }
    }

    /** No fence, and its sections may block. */
    @State(Scope.Thread)
    public static class SleepableAsymmetric {
        private static final RcuDomain DOMAIN = RcuDomain.builder().fence(Fence.ASYMMETRIC).sleepable();

        Reader reader;

        @Setup(Level.Iteration)
        public void register() {
            reader = DOMAIN.register();
        }

        @TearDown(Level.Iteration)
        public void close() {
            reader.close();
        }
    }

    /** Inside a section already. */
    @State(Scope.Thread)
    public static class Nested {
        private static final RcuDomain DOMAIN = RcuDomain.builder().strict();

        Reader reader;

        @Setup(Level.Iteration)
        public void register() {
            reader = DOMAIN.register();
            reader.enter();
        }

        @TearDown(Level.Iteration)
        public void close() {
            reader.exit();
            reader.close();
        }
    }
}
