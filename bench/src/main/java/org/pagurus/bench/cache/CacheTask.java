package org.pagurus.bench.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.pagurus.bench.caches.Sizing;
import org.pagurus.bench.caches.Subject;

/**
 * One run, as it goes to its JVM.
 *
 * @param subject   what keeps the values
 * @param liveBytes limit of the cache
 * @param nanos     of each measured part
 * @param threads   that get and put
 * @param seed      of all choices
 */
record CacheTask(Subject subject, long liveBytes, long nanos, int threads, long seed) {
    static final int MIN_SIZE = 100;
    static final int MAX_SIZE = 2_000;
    static final int MEAN_SIZE = (MIN_SIZE + MAX_SIZE) / 2;
    /** There are so many times the keys that fit. */
    private static final double KEYS_FOR_ROOM = 1.25;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    Sizing sizing() {
        return new Sizing(liveBytes, (int) (KEYS_FOR_ROOM * liveBytes / MEAN_SIZE), MEAN_SIZE, MAX_SIZE);
    }

    String json() {
        return json(this);
    }

    static String json(Object record) {
        try {
            return MAPPER.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T parse(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not what the other JVM should print: " + json, e);
        }
    }
}
