package org.pagurus.relocation.explain;

import java.util.ArrayList;
import java.util.List;

/**
 * What happens in a round. Each round's events replace those of the one before, until there was a round in which a reader met a
 * migration entry: then nothing is recorded any more. Thread-safe.
 */
final class Recorder {
    private static final long OPEN = Long.MAX_VALUE;
    /** More than a round has, unless something is slow beyond measure. */
    private static final int MAX_SPANS = 20_000;

    private final List<Span> spans = new ArrayList<>();
    private long roundNanos = System.nanoTime();
    private int metPage;
    private volatile boolean recording = true;

    /** An event that may not have ended yet. */
    static final class Span {
        private final String lane;
        private final Event.Kind kind;
        private final int page;
        private final long fromNanos;
        private final String text;
        private volatile String endText;
        /** Written last by whoever ends it: who sees it sees the text. */
        private volatile long toNanos = OPEN;

        private Span(String lane, Event.Kind kind, int page, long fromNanos, String text) {
            this.lane = lane;
            this.kind = kind;
            this.page = page;
            this.fromNanos = fromNanos;
            this.text = text;
        }

        void end(String how) {
            endText = how;
            toNanos = System.nanoTime();
        }

        private void endAtOnce() {
            toNanos = fromNanos;
        }

        private Event event(long origin) {
            long to = toNanos;
            return new Event(lane, kind, page, fromNanos - origin, to == OPEN ? null : Long.valueOf(to - origin), text, endText);
        }
    }

    Span begin(String lane, Event.Kind kind, int page, String text) {
        return add(new Span(lane, kind, page, System.nanoTime(), text));
    }

    /** As {@link #begin}, of what began a moment ago. */
    Span begin(String lane, Event.Kind kind, int page, long fromNanos, String text) {
        return add(new Span(lane, kind, page, fromNanos, text));
    }

    void moment(String lane, Event.Kind kind, int page, String text) {
        add(new Span(lane, kind, page, System.nanoTime(), text)).endAtOnce();
    }

    /** A reader has met a migration entry. It began a moment ago. */
    Span met(String lane, int page, long fromNanos, String text) {
        Span span = new Span(lane, Event.Kind.MEETING, page, fromNanos, text);
        if (recording) {
            synchronized (this) {
                metPage = metPage == 0 ? page : metPage;
            }
        }
        return add(span);
    }

    private Span add(Span span) {
        if (recording) {
            synchronized (this) {
                if (spans.size() < MAX_SPANS) {
                    spans.add(span);
                }
            }
        }
        return span;
    }

    /** Beside the recording: what has to be known in any case. */
    synchronized void alarm(String lane, String text) {
        Span span = new Span(lane, Event.Kind.ALARM, 0, System.nanoTime(), text);
        span.endAtOnce();
        spans.add(span);
    }

    /** Sections that have not ended belong to the next round as well. */
    synchronized void newRound() {
        if (metPage != 0) {
            recording = false;
        } else {
            spans.removeIf(span -> span.toNanos != OPEN);
            roundNanos = System.nanoTime();
        }
    }

    /** The page whose migration entry was met first; 0 if none was. */
    synchronized int metPage() {
        return metPage;
    }

    synchronized List<Event> events() {
        return spans.stream().map(span -> span.event(roundNanos)).toList();
    }
}
