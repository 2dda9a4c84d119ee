package org.pagurus.examples.dcache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pagurus.relocation.Session;

/** Defects that tests put into a cache, to prove that they would notice. */
final class Mutation {
    private Mutation() {
    }

    /** Nobody looks whether a writer came. */
    static SeqCount withoutCheck() {
        return new SeqCount() {
            @Override
            boolean changed(Session session, long dentry, int sequence) {
                return false;
            }
        };
    }

    /** What {@code dget_parent} did before it had d_seq: d_parent is read again, and has to be what it was. */
    static final class ParentAgain extends SeqCount {
        private final Map<Long, Long> parents = new ConcurrentHashMap<>();

        /** What was read at first, for the dentry that a test is about; others are not looked at. */
        void expect(long dentry, long parent) {
            parents.put(dentry, parent);
        }

        @Override
        boolean changed(Session session, long dentry, int sequence) {
            Long expected = parents.get(dentry);
            return expected != null && Dentry.parent(session, dentry) != expected;
        }
    }
}
