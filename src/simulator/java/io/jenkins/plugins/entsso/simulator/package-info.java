/**
 * A simulated ENTSSO host: an event log, a registry, an API, an {@code ssoconfig} that insists on a console, and faults on
 * demand. It shares no code with the engine on purpose, so that it cannot share its mistakes; but it implements the engine's
 * {@link io.jenkins.plugins.entsso.engine.agent.Host}, which tasks ask. Start at {@link io.jenkins.plugins.entsso.simulator.SimulatedHost}, or at
 * {@link io.jenkins.plugins.entsso.simulator.Simulator} from a command line.
 *
 * <h2>State</h2>
 * A host is a folder. Every process that reads or changes it first locks the file {@code lock} (the whole file,
 * exclusively), so several processes see one host. All files are UTF-8 text of lines that end with a line feed; in a field
 * or value, {@code \\} is a backslash, {@code \t} a tab, {@code \n} a line feed and {@code \r} a carriage return.
 * <dl>
 * <dt>{@code state.txt}
 * <dd>Lines of {@code key=value}; lines that start with {@code #} are comments. Replaced as a whole by a rename.
 *     <ul>
 *     <li>{@code computer}: the host's name
 *     <li>{@code user}: the account that events name as client user
 *     <li>{@code role}: {@code MASTER}, {@code OTHER} or {@code NONE}
 *     <li>{@code master}: for {@code OTHER}, the name of the master secret server
 *     <li>{@code required}: {@code true} while ENTSSO asks for a backup by event 10589
 *     <li>{@code secret}: once for each secret, the current one first: its MSID without braces, a space, 64 hexadecimal
 *         digits that stand for the secret itself
 *     <li>{@code faults}: names of {@link io.jenkins.plugins.entsso.simulator.Fault}, separated by commas
 *     <li>{@code set.NAME}: the value of a {@link io.jenkins.plugins.entsso.simulator.Variation}; the first of its values
 *         where there is no such line
 *     <li>{@code api}: HRESULT that every backup through the API answers, hexadecimal, where it is not what comes of it
 *     <li>{@code backup}: the last backup that succeeded: time, file and MSIDs, separated by (unescaped) tabs
 *     </ul>
 * <dt>{@code events.txt}
 * <dd>The Application log, oldest first; appended to, replaced as a whole only when the log is cleared or wraps. One line
 *     for a run of equal events, of fields separated by tabs: number of the first record, count, time of the first (ISO
 *     8601, UTC), milliseconds from one to the next, source, event ID, qualifiers, level, then the insertion strings. A
 *     million events are so one line, and exist only while they are printed. A count of 0 reserves nothing but the number:
 *     the next record gets it. A last line without a line feed was cut off by a crash and does not count.
 * <dt>{@code calls.txt}
 * <dd>Which processes the tools ran as, appended to: process ID, its start in milliseconds since 1970 (0 for a native
 *     program, whose number is Windows' own), name of the tool,
 *     then its arguments, separated by tabs.
 * <dt>{@code bin}
 * <dd>The tools.
 * </dl>
 */
package io.jenkins.plugins.entsso.simulator;
