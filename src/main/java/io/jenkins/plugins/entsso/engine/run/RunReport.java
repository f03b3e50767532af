package io.jenkins.plugins.entsso.engine.run;

import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a run came to.
 *
 * @param node the node it ran on
 * @param before the verdict at the start
 * @param after the verdict at the end; the same object where nothing was done in between
 * @param backup the backup that was made and is archived, confirmed or not, or null
 * @param manifest the manifest of that backup, as it is archived beside it; or null
 * @param proof what was checked of the backup, or null
 * @param failure why a backup that was wanted was not made, or what is wrong with one that is archived, as that it is not
 *     confirmed; or null. Its detail is a text in the language of logs
 * @param good whether the build may go on as if all is well: what was wanted was done and the verdict is not bad
 */
public record RunReport(
        String node,
        Verdict before,
        Verdict after,
        Backup backup,
        String manifest,
        List<Proof> proof,
        Failure failure,
        boolean good) {
    /** Refuses what is missing: it is also read back out of builds. */
    public RunReport {
        Stream.of(node, before, after).forEach(Objects::requireNonNull);
    }
}
