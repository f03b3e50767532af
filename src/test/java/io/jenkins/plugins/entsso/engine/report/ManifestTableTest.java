package io.jenkins.plugins.entsso.engine.report;

import static org.junit.Assert.assertEquals;

import java.time.ZoneId;
import java.util.Locale;
import org.junit.Test;

public class ManifestTableTest {
    private final Texts texts = new Texts(Locale.GERMAN, ZoneId.of("UTC"));

    @Test
    public void showsWhatItKnowsInTheOrderOfTheFile() {
        String json = """
                {"version": 1, "future": {"x": []},
                 "backup": {"artifact": {"size": 4096}, "host": "n", "made": "2026-05-12T08:00:00Z",
                            "msids": ["{A}", "{B}"]}, "method": "API", "versions": {"java": "17", "ssoconfig": "9.0"}, "computer": "<b>"}
                """;
        assertEquals(
                "{Größe=4.096 Bytes, Knoten=n, Gemacht=2026-05-12 08:00:00 UTC, Enthaltene Hauptgeheimnisse={A}, {B}, "
                        + "Verfahren=Programmierschnittstelle von ENTSSO, Versionen=java 17, ssoconfig 9.0, Rechner=<b>}",
                ManifestTable.of(json, texts).toString());
    }
}
