package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "demo --seconds 0                    | --seconds: 0 is out of range",
        "demo --seconds 4000                 | --seconds: 4000 is out of range",
        "demo --seconds x                    | 'x' is not an int",
        "demo --readers 0                    | --readers: 0 is out of range",
        "demo --readers 65                   | --readers: 65 is out of range",
        "demo --limit 0                      | '0': a size is above 0",
        "demo --limit -1m                    | '-1m': a size is above 0",
        "demo --limit 99999999999999999999   | too large for any machine",
        "demo --limit 4096t                  | is too large; the heap needs",
        "demo --limit 1k                     | is too small",
        "demo --limit many                   | 'many' is not a size",
        "demo --json /no/such/folder/o.json  | its folder does not exist",
        "demo --json /                       | cannot write /",
        "demo --json x --report x            | both name x",
        "demo --secnds 3                     | Unknown option",
        "demo more                           | Unmatched argument",
        "dmo                                 | Unmatched argument",
        "bench                               | a benchmark is missing: micro, defrag, allocation, steady, compaction",
        "bench micro --filter [              | is not a regular expression",
        "bench micro --filter nothing        | no benchmark matches",
        "bench micro --group acess           | --group: there is no acess; allowed are all, access, bulk",
        "bench micro --group bulk --filter rawRead | no benchmark matches",
        "bench defrag --workload W9          | --workload: 'W9' is not a workload; allowed: all, W, W1",
        "bench defrag --allocator jamalloc   | --allocator: 'jamalloc' is not an allocator; allowed: all, pagurus, ",
        "bench defrag --live 1k              | --live: 1 KiB is out of range; allowed are 4 MiB to 64 GiB",
        "bench defrag --live 60g             | needs a heap that cannot be had",
        "bench defrag --seed x               | 'x' is not a long",
        "bench defrag --json /no/such/folder/o | its folder does not exist",
        "bench steady --live 50,100          | --live: 100 is out of range; allowed are 1 to 99",
        "bench steady --capacity 1m          | --capacity: 1 MiB is out of range; allowed are 16 MiB to",
        "bench steady --rounds 0             | --rounds: 0 is out of range; allowed are 1 to 99",
        "bench steady --seconds 0            | --seconds: 0.0 is out of range",
        "bench steady --json /no/such/folder/o | its folder does not exist",
        "bench compaction --live 1m          | --live: 1 MiB is out of range; allowed are 4 MiB to 64 GiB",
        "bench compaction --fixed 1k         | --fixed: 1 KiB is out of range",
        "bench compaction --copy 1k          | --copy: 1 KiB is out of range",
        "bench compaction --seconds -1       | --seconds: -1.0 is out of range",
        "bench compaction --json /no/such/folder/o | its folder does not exist",
        "bench goals --only nothing          | --only: there is no group 'nothing'; allowed are rcu, access,",
        "bench goals --json x --report x     | both name x",
        "bench goals --json /no/such/folder/o | its folder does not exist",
        "torture                             | what to torture is missing: rcu",
        "torture slab                        | Unmatched argument",
        "torture rcu --seconds 0             | --seconds: 0 is out of range; allowed are 1 to 86400",
        "torture rcu --readers 65            | --readers: 65 is out of range; allowed are 1 to 64",
        "torture rcu --seed x                | 'x' is not a long",
        "torture rcu --fence none            | is not a fence; allowed: full, asymmetric",
        "torture rcu --kind lax              | is not a kind of domain; allowed: strict, sleepable",
        "torture rcu --mutation none         | allowed: all, drop-enter-fence, drop-membarrier, skip-slot",
        "torture rcu --mutation one-flip-scan --kind strict | allowed: sleepable",
        "torture rcu --mutation drop-enter-fence --kind sleepable | allowed: strict",
        "torture rcu --json /no/such/folder/o | its folder does not exist",
        "explain                             | what to explain is missing: deadlock",
        "explain livelock                    | Unmatched argument",
        "explain deadlock --seconds 0        | --seconds: 0 is out of range; allowed are 1 to 600",
        "explain deadlock --json x --report x | both name x",
        "explain deadlock --report /no/such/folder/o | its folder does not exist"})
    void wrongArguments_giveOneClearMessage(String arguments, String message) {
        Invocation invocation = Invocation.of(arguments.strip().split(" +"));
        assertEquals(Main.UNUSABLE, invocation.exitCode());
        assertTrue(invocation.err().contains(message), invocation.err());
        assertTrue(invocation.err().startsWith("pagurus: "), invocation.err());
        assertTrue(invocation.err().lines().count() <= 2, invocation.err());
        assertFalse(invocation.err().contains("\tat "), invocation.err());
        assertEquals("", invocation.out());
    }

    @Test
    void noArguments_saysThatACommandIsMissing() {
        Invocation invocation = Invocation.of();
        assertEquals(Main.UNUSABLE, invocation.exitCode());
        assertTrue(invocation.err().contains("a command is missing"), invocation.err());
    }

    @ParameterizedTest
    @CsvSource({"help,demo", "--help,demo", "help demo,--limit", "demo --help,--json",
        "bench micro --help,--group",
        "bench defrag --help,--workload",
        "replay --help,--columns", "bench cache --help,--heap",
        "torture rcu --help,lost-wake-up", "torture --help,rcu",
        "explain --help,deadlock", "explain deadlock --help,--report",
        "--version,Java"})
    void help_isPrintedAndRight(String arguments, String content) {
        Invocation invocation = Invocation.of(arguments.split(" "));
        assertEquals(Main.OK, invocation.exitCode());
        assertTrue(invocation.out().contains(content), invocation.out());
    }

    @Test
    void requireWritable_leavesNoFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("new.json");
        OutputFile.requireWritable("--json", file);
        assertFalse(Files.exists(file));
        Files.writeString(file, "kept");
        OutputFile.requireWritable("--json", file);
        assertEquals("kept", Files.readString(file));
    }
}
