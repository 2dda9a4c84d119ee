package org.pagurus.bench.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pagurus.relocation.explain.SceneResult;

class ExcerptTest {
    private static final long MILLI = 1_000_000L;

    @Test
    void aRetry_endsWithTheSectionThatFollows() {
        Excerpt excerpt = Excerpt.of(SampleOutcomes.retry().result()).orElseThrow();
        assertEquals(MILLI, excerpt.fromNanos());
        assertEquals(8 * MILLI, excerpt.toNanos());
        assertEquals(List.of("STEP begins", "MIGRATING begins", "SECTION begins", "MEETING begins", "OUTSIDE begins",
            "SECTION begins"), excerpt.told().stream().map(event -> event.text()).toList());
        assertEquals(7, excerpt.drawn().size(), "a section in which nothing was met is drawn and not told");
    }

    @Test
    void aDeadlock_lastsToTheLastAlarm() {
        Excerpt excerpt = Excerpt.of(SampleOutcomes.deadlock().result()).orElseThrow();
        assertEquals(1_001 * MILLI, excerpt.toNanos());
        assertEquals(2 * MILLI, excerpt.lastBeginNanos());
    }

    @Test
    void aRunWithoutAMeeting_hasNone() {
        SceneResult met = SampleOutcomes.retry().result();
        SceneResult result = new SceneResult(met.scenario(), true, 1, 50, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, null,
            met.events().subList(0, 3), List.of());
        assertTrue(Excerpt.of(result).isEmpty());
        assertEquals(List.of(), Story.timeline(result));
        assertEquals(List.of("no reader met a migration entry, so nothing was shown", "no page was moved"),
            result.problems(met.scenario()));
    }

    @Test
    void story_tellsBeginningsAndEndsByTime() {
        List<String> lines = Story.timeline(SampleOutcomes.retry().result());
        assertEquals("     1.000 ms  migrator      STEP begins", lines.get(0));
        assertEquals("     8.000 ms  reader-1      SECTION ends", lines.get(lines.size() - 1));
        assertTrue(String.join("\n", lines).indexOf("OUTSIDE begins") < String.join("\n", lines).indexOf("MIGRATING ends"));
        List<String> stall = Story.stall(SampleOutcomes.deadlock().result().stall());
        assertTrue(stall.contains("  grace period 7 waits for the sections of reader-1;"), stall::toString);
        assertEquals("DEADLOCK after 3.0 ms: reported after 1000 ms more, given up by the watchdog.",
            Story.verdict(SampleOutcomes.deadlock()));
        assertTrue(Story.verdict(SampleOutcomes.failed()).startsWith("WRONG: "));
        assertEquals(Story.TITLES.size(), Story.row(SampleOutcomes.failed()).size());
    }

    @Test
    void json_ofAResult_isReadBack() throws IOException {
        for (Outcome outcome : List.of(SampleOutcomes.deadlock(), SampleOutcomes.retry())) {
            assertEquals(outcome.result(), ExplainJson.parse(ExplainJson.line(outcome.result())));
        }
    }
}
