package io.jenkins.plugins.entsso.ledger;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LedgerOpenerTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Logger logger = Logger.getLogger(LedgerOpener.class.getName());
    private final List<LogRecord> said = new ArrayList<>();
    private final List<Path> opened = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            said.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Near the overflow of System.nanoTime, which must not matter. */
    private long nanos = Long.MAX_VALUE - 1;

    private Path directory;
    private LedgerOpener opener;

    @Before
    public void create() {
        logger.addHandler(handler);
        directory = folder.getRoot().toPath().resolve("entsso");
        opener = new LedgerOpener(directory, () -> nanos, opened::add);
    }

    @After
    public void listenNoMore() {
        logger.removeHandler(handler);
    }

    @Test
    public void thereIsOneLedger() throws IOException {
        assertSame(opener.ledger(), opener.ledger());
        assertEquals(List.of(directory), opened);
        assertEquals(List.of(), said);
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
        assertEquals(1, said.size());
        nanos += LedgerOpener.PAUSE.toNanos();
        assertSame(opener.ledger(), opener.ledger());
        assertEquals(List.of(directory), opened);
    }
}
