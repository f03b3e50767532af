package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a host was asked for a person who looks for a fault, and its answers: more than a verdict takes. Nothing in it is
 * secret. It comes from the host and is untrusted. It is shown and not kept.
 *
 * @param facts what every check asks
 * @param details what is asked here only; what was not asked is not there
 * @param plan what a backup would tell if it was made now, up to where ENTSSO would be asked for it
 */
public record Diagnosis(HostFacts facts, Map<Detail, QueryResult<ArrayList<String>>> details, List<Finding> plan)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** So many lines of an answer are kept. */
    public static final int MAX_LINES = 128;

    /** A longer line is cut: in characters. */
    public static final int MAX_LINE = 512;

    private static final int MAX_PLAN = 32;

    /** A question whose answer is a few lines, or none where there is nothing of the kind. */
    public enum Detail {
        /** What Windows calls itself: its name, its version, its build. */
        WINDOWS,
        /** Path and version of {@code ssoconfig}. */
        PROGRAM,
        /** The agent's Java: its version, its name, the kind of processor that it is made for, its directory. */
        JAVA,
        /** The groups of the agent's process, each with its SID. */
        GROUPS,
        /** The key of the master secrets in the 64-bit view of the registry, and the names of the keys under it. */
        SECRETS_64,
        /** The same in the 32-bit view. */
        SECRETS_32,
        /** How the class SSOConfigOM is registered with COM, in both views. */
        COM_CLASS,
        /** The version of JNA, whose library was loaded. */
        JNA,
        /** The version of the library for consoles, which was unpacked, and which kind of console Windows has. */
        CONSOLE,
        /** The work directory. */
        WORK_DIRECTORY,
        /** The kind of file system of its volume. */
        VOLUME,
        /** How many bytes are free there. */
        FREE_SPACE,
        /** Who may do what in the work directory. */
        WORK_DIRECTORY_ACCESS,
        /** Who may do what in the private directory that a backup makes in it. */
        PRIVATE_DIRECTORY_ACCESS
    }

    /** Cuts what is too long. Refuses what is missing, or is not of the class that it should be. */
    public Diagnosis {
        Map<Detail, QueryResult<ArrayList<String>>> bounded = new EnumMap<>(Detail.class);
        details.forEach((detail, answer) -> bounded.put(detail, answer.map(Diagnosis::bounded)));
        details = Collections.unmodifiableMap(bounded);
        plan = Bounds.list("message", Finding.class, plan.subList(0, Math.min(MAX_PLAN, plan.size())));
        facts = HostFacts.class.cast(facts);
    }

    private static ArrayList<String> bounded(List<?> lines) {
        ArrayList<String> bounded = new ArrayList<>();
        for (Object line : lines.subList(0, Math.min(MAX_LINES, lines.size()))) {
            bounded.add(Bounds.line((String) line, MAX_LINE));
        }
        return bounded;
    }
}
