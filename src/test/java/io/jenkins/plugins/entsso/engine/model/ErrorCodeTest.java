package io.jenkins.plugins.entsso.engine.model;

import static org.junit.Assert.assertEquals;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class ErrorCodeTest {
    @Test
    public void aNumberIsKnownInEveryForm() {
        Object[][] cases = {
            {"5", ErrorCode.ACCESS_DENIED},
            {"0x80070005", ErrorCode.ACCESS_DENIED},
            {"-2147024891", ErrorCode.ACCESS_DENIED},
            {"2147942405", ErrorCode.ACCESS_DENIED},
            {"1722", ErrorCode.RPC_SERVER_UNAVAILABLE},
            {"ERROR: 0x800706BA : text", ErrorCode.RPC_SERVER_UNAVAILABLE},
            {"0x80070070", ErrorCode.DISK_FULL},
            {"0xC0002A07", ErrorCode.BACKUP_MEDIA},
            {"ERROR: 0xC0002A0F : text", ErrorCode.NO_SSO_SERVER},
            {"0xc0002a0e, (10766)", ErrorCode.NOT_SECRET_SERVER},
            {"10768", ErrorCode.OUT_OF_SERVICE},
            {"0x80040154", ErrorCode.CLASS_NOT_REGISTERED},
            {"0x00040154", null},
            {"0", null},
            {"", null},
            {"99999999999999999999", null},
            {"\u0665", null},
        };
        for (Object[] c : cases) {
            assertEquals((String) c[0], c[1], ErrorCode.in((String) c[0]).orElse(null));
        }
    }

    @Test
    public void onlyWhatCanBeNothingElseIsTakenForACode() {
        assertEquals(Optional.empty(), ErrorCode.in("5 files, version 10766, 0x5, 0x800700055, 0x00000000"));
        assertEquals(
                "the first known one",
                Optional.of(ErrorCode.OUT_OF_SERVICE),
                ErrorCode.in("(0x12345678) Fehler: 0xC0002A10 0x80070005"));
    }

    @Test
    public void everyNumberIsThereOnce() {
        Set<Integer> numbers = new HashSet<>();
        for (ErrorCode code : ErrorCode.values()) {
            assertEquals(code.name(), Optional.of(code), ErrorCode.of(code.number()));
            numbers.add(code.number());
        }
        assertEquals(ErrorCode.values().length, numbers.size());
    }
}
