package org.pagurus.bench.explain;

import java.util.List;
import java.util.Optional;
import org.pagurus.relocation.explain.Event;
import org.pagurus.relocation.explain.SceneResult;

/**
 * The part of a round that shows how a reader met the migration entry of a page: from the page's isolation, or the batch's grace
 * period, to the end of the section and of the copy.
 */
public final class Excerpt {
    private final SceneResult result;
    private final Event meeting;
    private final long fromNanos;
    private final long meetingEndNanos;
    private final long toNanos;

    private Excerpt(SceneResult result, Event meeting) {
        this.result = result;
        this.meeting = meeting;
        this.fromNanos = result.events().stream().filter(this::concernsPage).mapToLong(Event::fromNanos).min()
            .orElse(meeting.fromNanos());
        this.meetingEndNanos = endOf(Event.Kind.SECTION, meeting.fromNanos());
        // A retry: the time outside, and the section that follows it.
        long outside = result.events().stream()
            .filter(event -> event.kind() == Event.Kind.OUTSIDE && isOnMeetingLane(event))
            .filter(event -> event.fromNanos() >= meeting.fromNanos())
            .filter(event -> !event.isOpen()).mapToLong(Event::toNanos).min().orElse(meeting.fromNanos());
        long next = outside == meeting.fromNanos() ? outside : sectionAfter(outside);
        this.toNanos = Math.max(Math.max(meetingEndNanos, next), endOf(Event.Kind.MIGRATING, meeting.fromNanos()));
    }

    /**
     * The excerpt of a run.
     *
     * @param result what the run gave
     * @return the excerpt; empty if no entry was met
     */
    public static Optional<Excerpt> of(SceneResult result) {
        return result.events().stream().filter(event -> event.kind() == Event.Kind.MEETING && event.page() == result.metPage())
            .findFirst().map(meeting -> new Excerpt(result, meeting));
    }

    private boolean concernsPage(Event event) {
        return event.kind() == Event.Kind.GRACE_PERIOD || event.page() == meeting.page();
    }

    private boolean isOnMeetingLane(Event event) {
        return event.lane().equals(meeting.lane());
    }

    /** When what was going on then was over; the last time of all if it never was. */
    private long endOf(Event.Kind kind, long nanos) {
        return result.events().stream().filter(event -> event.kind() == kind && event.covers(nanos))
            .filter(event -> kind == Event.Kind.MIGRATING || isOnMeetingLane(event))
            .mapToLong(event -> event.isOpen() ? lastNanos() : event.toNanos()).max().orElse(nanos);
    }

    private long sectionAfter(long nanos) {
        return result.events().stream().filter(event -> event.kind() == Event.Kind.SECTION && isOnMeetingLane(event)
            && event.fromNanos() >= nanos && !event.isOpen()).mapToLong(Event::toNanos).min().orElse(nanos);
    }

    private long lastNanos() {
        return result.events().stream().mapToLong(event -> event.isOpen() ? event.fromNanos() : event.toNanos()).max()
            .orElseThrow();
    }

    /**
     * The page whose entry was met.
     *
     * @return its id
     */
    public int page() {
        return meeting.page();
    }

    /**
     * When it begins.
     *
     * @return nanoseconds since the beginning of the round
     */
    public long fromNanos() {
        return fromNanos;
    }

    /**
     * When it ends.
     *
     * @return nanoseconds since the beginning of the round
     */
    public long toNanos() {
        return toNanos;
    }

    /**
     * When the last of what began with the meeting had begun: for a picture of a beginning whose end is far away.
     *
     * @return nanoseconds since the beginning of the round
     */
    public long lastBeginNanos() {
        return told().stream().filter(event -> event.kind() != Event.Kind.ALARM).mapToLong(Event::fromNanos).max()
            .orElse(toNanos);
    }

    /**
     * What is worth telling: what concerns the page, and the sections in which it was met.
     *
     * @return the events, by the time when they began
     */
    public List<Event> told() {
        return result.events().stream().filter(event -> event.fromNanos() <= toNanos).filter(event -> switch (event.kind()) {
            case ALARM, GRACE_PERIOD -> true;
            case SECTION -> isMetIn(event) || isAfterRetry(event);
            default -> event.page() == meeting.page();
        }).toList();
    }

    private boolean isMetIn(Event section) {
        return result.events().stream().anyMatch(event -> event.kind() == Event.Kind.MEETING && event.page() == meeting.page()
            && event.lane().equals(section.lane()) && section.covers(event.fromNanos()));
    }

    private boolean isAfterRetry(Event section) {
        return isOnMeetingLane(section) && meetingEndNanos < toNanos && !section.isOpen() && section.toNanos() == toNanos;
    }

    /**
     * All that happened, to be drawn.
     *
     * @return the events, by the time when they began
     */
    public List<Event> drawn() {
        return result.events().stream().filter(event -> event.fromNanos() <= toNanos)
            .filter(event -> event.isOpen() || event.toNanos() >= fromNanos).toList();
    }
}
