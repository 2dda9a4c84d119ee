package org.pagurus.bench.frames;

import java.util.Arrays;
import org.pagurus.relocation.RegionMap;

/**
 * The state of every frame of a heap. As text it is a letter for each run of equal frames, with their number behind it unless it
 * is 1: {@code e64a3r}. The letters are those of {@link FrameState}, as capitals where the frame belongs to folded pages. Frames
 * at the end that are with the OS are left out.
 */
public final class FrameMap {
    private static final FrameState[] STATES = FrameState.values();
    /** 1 TiB. */
    private static final int MAX_FRAMES = 1 << 24;

    /** Ordinals: a heap may have millions of frames. */
    private final byte[] states;
    private final boolean[] folded;

    private FrameMap(byte[] states, boolean[] folded) {
        this.states = states;
        this.folded = folded;
    }

    /**
     * The frames of a heap.
     *
     * @param map a snapshot of it
     * @return the same, by states
     */
    public static FrameMap of(RegionMap map) {
        byte[] states = new byte[map.regions() * RegionMap.FRAMES_PER_REGION];
        boolean[] folded = new boolean[states.length];
        for (int i = 0; i < states.length; i++) {
            int region = i / RegionMap.FRAMES_PER_REGION;
            int frame = i % RegionMap.FRAMES_PER_REGION;
            states[i] = (byte) FrameState.of(map.fullness(region, frame)).ordinal();
            folded[i] = map.isFolded(region, frame);
        }
        return new FrameMap(states, folded);
    }

    /**
     * What {@link #text} made.
     *
     * @param text letters and numbers
     * @return the map, without the frames at the end that are with the OS
     * @throws IllegalArgumentException if it is something else
     */
    public static FrameMap parse(String text) {
        byte[] states = new byte[0];
        boolean[] folded = new boolean[0];
        for (int at = 0; at < text.length();) {
            char letter = text.charAt(at);
            byte state = state(letter, at);
            int end = at + 1;
            while (end < text.length() && Character.isDigit(text.charAt(end))) {
                end++;
            }
            int from = states.length;
            int count = end == at + 1 ? 1 : Integer.parseInt(text.substring(at + 1, end));
            if (count > MAX_FRAMES - from) {
                throw new IllegalArgumentException("more than " + MAX_FRAMES + " frames at " + at);
            }
            states = Arrays.copyOf(states, from + count);
            folded = Arrays.copyOf(folded, from + count);
            Arrays.fill(states, from, from + count, state);
            Arrays.fill(folded, from, from + count, Character.isUpperCase(letter));
            at = end;
        }
        return new FrameMap(states, folded);
    }

    private static byte state(char letter, int at) {
        StringBuilder allowed = new StringBuilder();
        for (FrameState state : STATES) {
            if (state.code() == Character.toLowerCase(letter)) {
                return (byte) state.ordinal();
            }
            allowed.append(' ').append(state.code());
        }
        throw new IllegalArgumentException("'" + letter + "' at " + at + " is no state of a frame; allowed are" + allowed
            + " and their capitals, each with a number behind it or without");
    }

    /**
     * The map as text.
     *
     * @return letters and numbers
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        int last = used();
        for (int at = 0; at < last;) {
            int end = at + 1;
            while (end < last && states[end] == states[at] && folded[end] == folded[at]) {
                end++;
            }
            char code = state(at).code();
            text.append(folded[at] ? Character.toUpperCase(code) : code);
            if (end - at > 1) {
                text.append(end - at);
            }
            at = end;
        }
        return text.toString();
    }

    /** Frames up to the last that is not with the OS. */
    private int used() {
        int last = states.length;
        while (last > 0 && state(last - 1) == FrameState.RELEASED) {
            last--;
        }
        return last;
    }

    /**
     * How many frames it has.
     *
     * @return a number; those behind it are with the OS
     */
    public int frames() {
        return states.length;
    }

    /**
     * What a frame holds.
     *
     * @param frame from 0, of any region
     * @return its state
     */
    public FrameState state(int frame) {
        return frame < states.length ? STATES[states[frame]] : FrameState.RELEASED;
    }

    /**
     * Whether a frame belongs to folded pages.
     *
     * @param frame from 0, of any region
     * @return true if so
     */
    public boolean isFolded(int frame) {
        return frame < folded.length && folded[frame];
    }

    /**
     * How many frames are in a state.
     *
     * @param state which
     * @return of the whole heap
     */
    public int count(FrameState state) {
        int count = 0;
        for (byte one : states) {
            count += one == state.ordinal() ? 1 : 0;
        }
        return count;
    }

    /**
     * How many regions, from the first, have something that is not with the OS.
     *
     * @return 1 or more
     */
    public int regionsInUse() {
        return Math.max(1, (used() + RegionMap.FRAMES_PER_REGION - 1) / RegionMap.FRAMES_PER_REGION);
    }
}
