package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Failure.Kind;
import org.junit.Test;

/** The table of causes and remedies. */
public class HresultTextTest {
    @Test
    public void everyCodeHasItsCauseAndRemedy() {
        Object[][] table = {
            {0x80040154, Kind.METHOD_MISSING, "CONSOLE"},
            {0x80004002, Kind.METHOD_MISSING, "CONSOLE"},
            {0x8007007E, Kind.METHOD_MISSING, "Repair"},
            {0x800700C1, Kind.METHOD_MISSING, "64-bit"},
            {0x80070005, Kind.ACCESS_DENIED, "elevated"},
            {0x80070057, Kind.SETTINGS, "plain path"},
            {0x800706BA, Kind.OFFLINE, "Start it"},
            {0x80070070, Kind.WORK_DIRECTORY, "Make room"},
            {0x80070003, Kind.WORK_DIRECTORY, "NTFS"},
            {0xC0002A07, Kind.WRONG_MEDIA, "NTFS"},
            {0xC0002A0E, Kind.NOT_SECRET_SERVER, "master secret server"},
            {0xC0002A10, Kind.OFFLINE, "database"},
            {0xC0002A1F, Kind.ERROR, "10521"},
            {0xC0002A3F, Kind.ERROR, "encrypted"},
            {0x80004005, Kind.ERROR, "look it up"},
        };
        for (Object[] row : table) {
            Failure failure = HresultText.failure("BackupSecret", (int) row[0]);
            assertEquals(failure.detail(), row[1], failure.kind());
            assertTrue(failure.detail(), failure.detail().contains((String) row[2]));
            assertTrue(failure.detail(), failure.detail().contains(String.format("0x%08X", row[0])));
        }
    }

    /** How ENTSSO's numbers become HRESULTs is not documented. */
    @Test
    public void entssosOwnNumbersCountInEveryFacility() {
        for (int upper : new int[] {0x80040000, 0x80070000, 0xC0000000, 0x80000000}) {
            assertEquals(
                    Kind.NOT_SECRET_SERVER,
                    HresultText.failure("x", upper | 10766).kind());
        }
    }

    @Test
    public void successIsNamedAndNothingElseIsTakenForAnError() {
        assertEquals("0x00000000 (S_OK)", HresultText.of(0));
        assertEquals("0x00002A0E", HresultText.of(10766));
    }
}
