package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.pagurus.bench.jmh.AccessBenchmark;
import org.pagurus.bench.jmh.AllocationBenchmark;
import org.pagurus.bench.jmh.SectionBenchmark;

class MicroTableTest {
    @Test
    void shortName_isClassAndMethod() {
        assertEquals("AccessBenchmark.rawRead", MicroTable.shortName("org.pagurus.bench.jmh.AccessBenchmark.rawRead"));
        assertEquals("AccessBenchmark.rawRead", MicroTable.floorOf("AccessBenchmark.pagurusRead"));
        assertEquals("AccessBenchmark.rawRead", MicroTable.floorOf("AccessBenchmark.rawRead"));
    }

    @Test
    void everyBenchmark_hasItsFloor() {
        Set<String> names = new TreeSet<>();
        for (Class<?> type : List.of(AccessBenchmark.class, AllocationBenchmark.class, SectionBenchmark.class)) {
            for (Method method : type.getMethods()) {
                if (method.isAnnotationPresent(Benchmark.class)) {
                    names.add(type.getSimpleName() + "." + method.getName());
                }
            }
        }
        assertEquals(8, names.size(), names.toString());
        names.forEach(name -> assertTrue(names.contains(MicroTable.floorOf(name)), name));
    }
}
