package io.jenkins.plugins.entsso.engine.ledger;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.entsso.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LedgerOpenerTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private LogLines log;

    /** Near the overflow of System.nanoTime, which must not matter. */
    private long nanos = Long.MAX_VALUE - 1;

    private Path directory;
    private LedgerOpener opener;

    @Before
    public void create() {
        log = new LogLines(LedgerOpener.class);
        directory = folder.getRoot().toPath().resolve("entsso");
        opener = new LedgerOpener(directory, () -> nanos, node -> "");
    }

    @After
    public void listenNoMore() {
        log.close();
    }

    @Test
    public void thereIsOneLedger() throws IOException {
        assertSame(opener.ledger(), opener.ledger());
        assertEquals(List.of(), log.said);
    }

    @Test
    public void whatCannotBeOpenedIsNotTriedByEverybodyAndSaidOnce() throws IOException {
        // a file in its place stands for every reason
        Files.writeString(directory, "");
        assertThat(assertThrows(IOException.class, opener::ledger).getMessage(), containsString("give the account"));
        Files.delete(directory);
        nanos += LedgerOpener.PAUSE.toNanos() - 1;
        assertThat(assertThrows(IOException.class, opener::ledger).getMessage(), containsString("give the account"));
        assertEquals("it was not even tried", false, Files.exists(directory));

        Files.writeString(directory, "");
        nanos++;
        assertThrows(IOException.class, opener::ledger);
        Files.delete(directory);
        assertThrows(IOException.class, opener::ledger);
        assertEquals(1, log.said.size());
        nanos += LedgerOpener.PAUSE.toNanos();
        assertSame(opener.ledger(), opener.ledger());
    }
}
