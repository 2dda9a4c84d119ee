package org.pagurus.bench.goals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoalsTest {
    @Test
    void bounds_countAsSaid() {
        assertTrue(Goal.atLeast("x", 3, 3).held());
        assertFalse(Goal.atLeast("x", 3, 2.99).held());
        assertTrue(Goal.atMost("x", 1.2, 1.2).held());
        assertFalse(Goal.atMost("x", 1.2, 1.21).held());
        assertFalse(Goal.partBelow("x", 0.01, 0.01).held());
        assertTrue(Goal.timeBelow("x", 1_000_000, 999_999).held());
        assertFalse(Goal.timeBelow("x", 1_000_000, 1_000_000).held());
        assertNull(Goal.notMeasured("x", "why").held());
    }

    @Test
    void table_saysWhatIsMissed() {
        List<Goal> goals = List.of(Goal.atLeast("speed", 3, 4), Goal.partBelow("metadata", 0.01, 0.02),
            Goal.notMeasured("x", "-"));
        String table = Goals.table(goals).lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
        assertEquals("""
            goal                 |              | measured        | held
            speed                | >= 3         | 4.00            | held
            metadata             | < 1 %        | 2.00 %          | MISSED
            x                    |              | not measured: - | -
            goals held: 1 of 2""", table);
    }

    @Test
    void json_hasSettingFiguresAndGoals(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("o.json");
        Goals.write(Map.of("runs", List.of(1, 2)), List.of(Goal.timeBelow("slice", 1_000, 10)), file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertEquals(2, json.get("runs").size());
        assertEquals("slice", json.get("goals").get(0).get("name").asText());
        assertTrue(json.get("goals").get(0).get("held").asBoolean());
        assertTrue(json.hasNonNull("jdk"));
    }

    @Test
    void median_ofAnEvenNumber_isBetween() {
        assertEquals(2.5, Median.of(4, 1, 2, 3));
        assertEquals(3, Median.of(7, 1, 3));
        assertEquals(Double.NaN, Median.of());
    }
}
