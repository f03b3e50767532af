package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.HostFacts.Log;
import io.jenkins.plugins.entsso.engine.model.HostFacts.Mark;
import io.jenkins.plugins.entsso.engine.model.HostFacts.Repeats;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A host that was reported with the outputs of {@code wevtutil} and {@code reg}: a folder of texts. */
final class ReportedHost {
    private static final Pattern ANSWER = Pattern.compile("## (.*)\t/reg:(\\d+)\t(\\d+)");
    private static final Pattern SECRET_KEY = Pattern.compile(".*\\\\SSOSS\\\\([^\\\\]*)");
    private static final Failure DENIED = new Failure(Failure.Kind.ACCESS_DENIED, "Access is denied.");
    private static final Failure UNKNOWN = new Failure(Failure.Kind.METHOD_MISSING, "not in the report");

    private final Path folder;
    private final Properties node;

    ReportedHost(Path folder) throws IOException {
        this.folder = folder;
        this.node = properties(folder.resolve("node.properties"));
    }

    static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        return properties;
    }

    /** The verdict after the last answer, with what an earlier one told if there is one. */
    Verdict verdict() throws IOException {
        LastKnown known = LastKnown.NOTHING;
        if (Files.exists(folder.resolve("before-events.xml"))) {
            known = known.after(facts("before-", "before.", QueryResult.of(log("before-"))));
        }
        QueryResult<Log> log =
                node.getProperty("log", "").equals("denied") ? QueryResult.failed(DENIED) : QueryResult.of(log(""));
        String name = node.getProperty("node", "bts01");
        String[] cluster = node.getProperty("cluster", ";" + name).split(";");
        HostFacts facts = facts("", "", log).in(cluster[0]);
        return Verdict.of(name, Set.of(cluster[1].split(",")), facts, backups(), known);
    }

    private HostFacts facts(String prefix, String key, QueryResult<Log> log) throws IOException {
        Registry registry = registry(text(prefix + "reg.txt"));
        // an hour after the newest record, unless the report tells
        Instant newest = log.isKnown() && log.value().newest() != null
                ? log.value().newest().time()
                : Instant.parse("2026-02-03T08:00:00Z");
        String asked = node.getProperty(key + "asked", newest.plusSeconds(3600).toString());
        boolean hasTool = !node.getProperty("tool", "").equals("missing");
        return new HostFacts(
                node.getProperty("computer", "BTS01"),
                "CONTOSO\\jenkins",
                "Windows Server 2016",
                Instant.parse(asked),
                true,
                registry.isInstalled || hasTool,
                log,
                registry.secrets,
                status(),
                node.containsKey("service")
                        ? QueryResult.of(service(node.getProperty("service").split(";")))
                        : QueryResult.failed(UNKNOWN),
                hasTool
                        ? QueryResult.of("C:\\ENTSSO\\ssoconfig.exe")
                        : QueryResult.failed(Failure.Kind.TOOL_MISSING, "no ssoconfig.exe"),
                files(),
                "");
    }

    private List<BackupFile> files() {
        return Stream.of(node.getProperty("files", "").split(","))
                .filter(file -> !file.isEmpty())
                .map(file -> file.split(";"))
                .map(parts -> new BackupFile(parts[0], Instant.parse(parts[1])))
                .toList();
    }

    private static EntssoService service(String[] parts) {
        return new EntssoService(
                EntssoService.State.valueOf(parts[0]), "", parts.length < 2 ? null : Instant.parse(parts[1]));
    }

    private QueryResult<ServerStatus> status() {
        if (!node.containsKey("status")) {
            return QueryResult.failed(UNKNOWN);
        }
        String[] parts = node.getProperty("status").split(";");
        return QueryResult.of(new ServerStatus(parts[1], "", "", parts[0], Integer.parseInt(parts[2])));
    }

    private LogChannel channel() {
        String[] parts = node.getProperty("log", "").split(";");
        return parts.length < 5
                ? null
                : new LogChannel(
                        parts[0],
                        parts[1].equals("registered"),
                        parts[2].equals("overwrites"),
                        parts[3].equals("full"),
                        1024 * Long.parseLong(parts[4]));
    }

    private String text(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private Log log(String prefix) throws IOException {
        String xml = "<Events>" + text(prefix + "events.xml") + "</Events>";
        List<Mark> records = new ArrayList<>();
        List<EntssoEvent> events = new ArrayList<>();
        for (Element event : children(parse(xml), "Event")) {
            Mark mark = new Mark(
                    Long.parseLong(child(event, "EventRecordID").getTextContent()),
                    Instant.parse(child(event, "TimeCreated").getAttribute("SystemTime")));
            records.add(mark);
            if (child(event, "Provider").getAttribute("Name").equals("ENTSSO")) {
                List<String> strings = children(event, "Data").stream()
                        // half a surrogate pair, which no XML has
                        .map(data -> data.getTextContent().replace("@HI@", "\ud83d"))
                        .toList();
                EventId.of(Integer.parseInt(child(event, "EventID").getTextContent()))
                        .ifPresent(id -> events.add(new EntssoEvent(id, mark.recordId(), mark.time(), strings)));
            }
        }
        records.sort(Comparator.comparingLong(Mark::recordId));
        List<Mark> required = events.stream()
                .filter(e -> e.id() == EventId.BACKUP_REQUIRED)
                .map(e -> new Mark(e.recordId(), e.time()))
                .sorted(Comparator.comparingLong(Mark::recordId))
                .toList();
        Repeats repeats = required.isEmpty()
                ? Repeats.NONE
                : new Repeats(required.size(), false, required.get(0), required.get(required.size() - 1));
        Mark oldest = records.isEmpty() ? null : records.get(0);
        Mark newest = records.isEmpty() ? null : records.get(records.size() - 1);
        return new Log(events, repeats, oldest, newest, channel(), true);
    }

    private static Element parse(String xml) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static Element child(Element parent, String name) {
        return children(parent, name).get(0);
    }

    private static List<Element> children(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private record Registry(boolean isInstalled, QueryResult<RegistrySecrets> secrets) {}

    private static Registry registry(String text) {
        boolean installed = false;
        boolean there = false;
        int views = 0;
        SortedSet<Msid> msids = new TreeSet<>();
        Matcher answer = ANSWER.matcher("");
        List<String> others = new ArrayList<>();
        int found = 0;
        for (String line : text.split("\n")) {
            answer.reset(line);
            Matcher key = SECRET_KEY.matcher(line);
            if (answer.matches()) {
                boolean exists = answer.group(3).equals("0");
                installed |= exists && answer.group(1).contains("ENTSSO");
                there |= exists && answer.group(1).endsWith("SSOSS");
                found = 0;
            } else if (line.contains("Access is denied")) {
                return new Registry(true, QueryResult.failed(DENIED));
            } else if (key.matches()) {
                if (Msid.parse(key.group(1)).isEmpty()) {
                    others.add(key.group(1));
                } else {
                    msids.add(Msid.of(key.group(1)));
                    views += found++ == 0 ? 1 : 0;
                }
            }
        }
        return new Registry(installed, QueryResult.of(new RegistrySecrets(there, msids, views > 1, others)));
    }

    private List<Backup> backups() throws IOException {
        return text("backups.txt").lines().map(ReportedHost::backup).toList();
    }

    private static Backup backup(String line) {
        String[] parts = line.split(";");
        Instant made = Instant.parse(parts[6]);
        return new Backup(
                UUID.fromString(parts[7]),
                Backup.State.valueOf(parts[2]),
                parts.length > 9 ? Backup.UnconfirmedReason.valueOf(parts[9]) : null,
                parts[0],
                parts[1],
                msids(parts[3]),
                parts.length > 8 ? msids(parts[8]) : new TreeSet<>(),
                made,
                new Backup.Artifact(parts[4], Integer.parseInt(parts[5]), "entsso.bak", "00", 1),
                made,
                null,
                null);
    }

    private static SortedSet<Msid> msids(String list) {
        return Arrays.stream(list.split(","))
                .flatMap(msid -> Msid.parse(msid).stream())
                .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }
}
